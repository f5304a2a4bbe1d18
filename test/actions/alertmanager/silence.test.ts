import { describe, expect, test } from "vitest";
import type { ActionContext, SendOrder } from "../../../src/actions/action.ts";
import { planExpiry } from "../../../src/actions/alertmanager/plan-expiry.ts";
import { silence } from "../../../src/actions/alertmanager-silence.ts";
import type {
  AlertmanagerClient,
  AlertmanagerCluster,
  FiringAlert,
  Silence,
} from "../../../src/clients/alertmanager-client.ts";
import { ClientError, type ClientErrorCode } from "../../../src/clients/client-error.ts";
import type { Doors } from "../../../src/clients/doors.ts";

const NOW = Date.parse("2026-11-22T03:15:00Z");
const ALERT: FiringAlert = {
  fingerprint: "f",
  labels: { alertname: "X" },
  annotations: {},
  startsAtMs: NOW - 60_000,
  endsAtMs: NOW + 60_000,
  state: "active",
  silencedBy: [],
  inhibitedBy: [],
};
const MADE: Silence = {
  id: "s1",
  state: "active",
  matchers: [{ name: "alertname", value: "X", isRegex: false, isEqual: true }],
  startsAtMs: NOW,
  endsAtMs: NOW + 7_200_000,
  updatedAtMs: NOW,
  createdBy: "bigops",
  comment: "known (bigops run/p1/1)",
};
const PAIR: AlertmanagerCluster = { state: "ready", members: 2, failedPeers: 0 };

function contextWith(fields: Partial<AlertmanagerClient> = {}): ActionContext {
  const client = {
    vantage: "from here",
    displayUrl: "http://am",
    cluster: async () => PAIR,
    alerts: async () => [ALERT],
    silences: async () => [],
    write: async () => ({ silenceID: "s1" }),
    ...fields,
  } as unknown as AlertmanagerClient;
  const doors = { alertmanager: async () => client } as Doors;
  return { doors, nowMs: NOW, signal: new AbortController().signal };
}

const args = silence.args.parse({ matchers: { alertname: "X" }, for: "2h", reason: "known" });
const planIn = (context: ActionContext) => silence.plan(args, { ...context, onsetAtMs: null });

async function orderIn(context: ActionContext): Promise<SendOrder> {
  const plan = await planIn(context);
  return { plan, write: orFail(plan.writes[0]), resourceVersion: null, detail: {}, mark: "run/p1/1" };
}

describe("the arguments", () => {
  test.each(["59s", "25h", "soon", ""])("a silence for %j is refused", (length) => {
    expect(silence.args.safeParse({ matchers: { a: "b" }, for: length, reason: "x" }).success).toBe(false);
  });

  test.each([{ matchers: {} }, { matchers: { a: "" } }, { matchers: { a: "b" }, for: undefined }])(
    "%j is refused: it would hide all, or never end",
    (given) => {
      expect(silence.args.safeParse({ for: "1h", reason: "x", ...given }).success).toBe(false);
    },
  );
});

describe("the plan", () => {
  test("says what is hidden, and for how long", async () => {
    const plan = await planIn(contextWith());
    expect(plan.changes).toEqual([{ path: 'silence of alertname="X"', from: null, to: "until 2026-11-22T05:15:00Z" }]);
    expect(plan.impact.lines).toEqual([
      "hides 1 alert that fires: X (since 2026-11-22T03:14:00Z)",
      "nobody is notified of what matches until 2026-11-22T05:15:00Z; then what still fires notifies again",
    ]);
    expect(plan.equivalent).toBe(
      `amtool silence add --alertmanager.url=http://am --duration=2h --author=bigops --comment=known 'alertname="X"'`,
    );
  });

  test("warns of half a pair, of a silence that ends sooner, and of labels without a name", async () => {
    const half = { cluster: async () => ({ ...PAIR, members: 1, failedPeers: 1 }) };
    const sooner = { silences: async () => [{ ...MADE, endsAtMs: NOW + 60_000 }] };
    const plan = await planIn(contextWith({ ...half, ...sooner }));
    expect(plan.warnings.join("\n")).toMatch(/silence s1 has the same matchers and ends at .*\n.*sees 1 of 2 members/s);
    const broad = silence.args.parse({ matchers: { team: "ml" }, for: "1h", reason: "x" });
    const { warnings } = await silence.plan(broad, { ...contextWith(), onsetAtMs: null });
    expect(warnings).toContain("it names no alertname: it hides every alert with these labels");
  });

  test("is refused where all is hidden already", async () => {
    const hidden = contextWith({ alerts: async () => [{ ...ALERT, state: "suppressed", silencedBy: ["s0"] }] });
    await expect(planIn(hidden)).rejects.toMatchObject({ name: "PlanRefusal", kind: "not-now" });
  });
});

describe("sending", () => {
  const failure = (code: ClientErrorCode, status: number | null, cause?: unknown) => async () => {
    throw new ClientError(code, "no", "", status, cause);
  };

  test.each<[string, ReturnType<typeof failure>, string]>([
    ["a refusal", failure("invalid", 400), "rejected"],
    ["a missing right", failure("forbidden", 403), "rejected"],
    ["too much to do", failure("rate-limited", 429), "not-sent"],
    [
      "a refused connection",
      failure("unreachable", null, Object.assign(new Error("no"), { code: "ECONNREFUSED" })),
      "not-sent",
    ],
    ["a reset", failure("unreachable", null, Object.assign(new Error("no"), { code: "ECONNRESET" })), "lost"],
    ["no answer in time", failure("timeout", null), "lost"],
    ["a proxy's error", failure("server-error", 502), "lost"],
    ["an answer that is none", failure("unexpected-answer", 200), "lost"],
  ])("%s", async (_what, write, outcome) => {
    const context = contextWith({ write });
    expect(await silence.apply(await orderIn(context), context)).toMatchObject({ outcome });
  });

  test("after it was stopped sends nothing", async () => {
    const context = contextWith({ write: failure("invalid", 400) });
    const order = await orderIn(context);
    expect(await silence.apply(order, { ...context, signal: AbortSignal.abort() })).toMatchObject({
      outcome: "not-sent",
    });
  });
});

describe("after a lost answer", () => {
  test.each<[string, Partial<AlertmanagerClient>, string]>([
    ["the mark is there", { silences: async () => [MADE] }, "applied"],
    ["an ended one bears it", { silences: async () => [{ ...MADE, state: "expired" }] }, "applied"],
    ["another's mark", { silences: async () => [{ ...MADE, comment: "(bigops run/p2/1)" }] }, "not-applied"],
    ["the pair is whole", {}, "not-applied"],
    ["half the pair is not seen", { cluster: async () => ({ ...PAIR, members: 1, failedPeers: 1 }) }, "unknown"],
    ["it is settling", { cluster: async () => ({ ...PAIR, state: "settling" }) }, "unknown"],
  ])("%s", async (_what, fields, found) => {
    expect(await silence.reconcile(await orderIn(contextWith()), contextWith(fields))).toMatchObject({ found });
  });

  const notFound = async () => {
    throw new ClientError("not-found", "the answer is not Alertmanager's: a web page (404)", "", 404);
  };
  test.each<[string, Partial<AlertmanagerClient>, string]>([
    ["it has ended", { silences: async () => [{ ...MADE, state: "expired" }] }, "applied"],
    ["it still hides", { silences: async () => [MADE] }, "not-applied"],
    ["it is kept no more", { silences: async () => [] }, "applied"],
    [
      "half the pair is not seen",
      { silences: async () => [], cluster: async () => ({ ...PAIR, members: 1, failedPeers: 1 }) },
      "unknown",
    ],
  ])("of the end of a silence: %s", async (_what, fields, found) => {
    const plan = planExpiry("alertmanager.silence", MADE, "http://am");
    const order = { ...(await orderIn(contextWith())), plan, write: orFail(plan.writes[0]) };
    expect(await silence.reconcile(order, contextWith({ silence: notFound, ...fields }))).toMatchObject({ found });
  });

  test("of the end of a silence: somebody else's 404 proves nothing", async () => {
    const plan = planExpiry("alertmanager.silence", MADE, "http://am");
    const order = { ...(await orderIn(contextWith())), plan, write: orFail(plan.writes[0]) };
    const context = contextWith({ silence: notFound, silences: notFound, cluster: notFound });
    await expect(silence.reconcile(order, context)).rejects.toMatchObject({ code: "not-found" });
  });
});

function orFail<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the plan has no write");
  return value;
}
