import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
let server: Server;
/** What the alerts of each name are annotated with. */
const firing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Linked: { runbook: "https://runbooks.internal/mine" },
  Misnamed: { bigops_runbook: "mien" },
  MineDown: { bigops_runbook: "other" },
  TwoDown: { bigops_runbook: "modelled" },
  Elsewhere: { runbook_url: "https://wiki.internal/elsewhere" },
};

/** Their labels besides, where it is not just one without any. */
const labelled: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  TwoDown: [
    { model: "ranker", job: "kube-state-metrics" },
    { model: "search", job: "kube-state-metrics" },
  ],
};

function alertsOf(filters: readonly string[]): readonly object[] {
  const wanted = filters.map((filter) => /^(\w+)="(.*)"$/.exec(filter)?.slice(1) ?? []);
  const name = wanted.find(([label]) => label === "alertname")?.[1] ?? "";
  const annotations = firing[name];
  if (annotations === undefined) return [];
  const at = new Date().toISOString();
  const status = { state: "active", silencedBy: [], inhibitedBy: [] };
  return (labelled[name] ?? [{}])
    .map((own): Readonly<Record<string, string>> => ({ ...own, alertname: name }))
    .filter((labels) => wanted.every(([label = "", value]) => labels[label] === value))
    .map((labels) => ({ fingerprint: "f", labels, annotations, startsAt: at, endsAt: at, status }));
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://alertmanager.invalid");
    const body =
      pathname === "/api/v2/status"
        ? { cluster: { status: "disabled", peers: [] } }
        : alertsOf(searchParams.getAll("filter"));
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const text = (name: string, alerts: string) => `name: ${name}
title: Mine
severity: P4
alerts: ${alerts}
investigation:
  - id: quiet
    alertmanager.alerts: { matchers: { alertname: Quiet } }
`;
  mkdirSync(join(home.cwd, "runbooks"));
  writeFileSync(join(home.cwd, "runbooks", "mine.yaml"), text("mine", "[MineDown]"));
  writeFileSync(join(home.cwd, "runbooks", "other.yaml"), text("other", "[]"));
  writeFileSync(
    join(home.cwd, "runbooks", "modelled.yaml"),
    `${text("modelled", "[]")}parameters:
  model: { type: string, default: usual }
  job: { type: string, default: usual, label: job_name }
`,
  );
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(home.cwd, "bigops.yaml"),
    `runbooks: [./runbooks]
environments:
  lab: { alertmanager: { url: "http://127.0.0.1:${port}" } }
  deaf: { alertmanager: { url: "http://127.0.0.1:9" } }
  none: {}
`,
  );
});
afterAll(() => {
  server.close();
  home.remove();
});

const runbookOf = async (alert: string, env: string, ...more: readonly string[]) => {
  const args = ["run", "--alert", alert, "--env", env, "--dry-run", "--output", "json", ...more];
  const { stdout, stderr, exitCode } = await runBigops(home, args);
  const { run } = JSON.parse(stdout) as {
    readonly run: { readonly runbook: string; readonly severity: string; readonly parameters: object } | null;
  };
  const { runbook = null, severity = null, parameters = null } = run ?? {};
  return { runbook, severity, parameters, stderr, exitCode };
};

describe("bigops run --alert with annotations", () => {
  it("takes the runbook that a link ends in where no entry answers the alert, and says so", async () => {
    const { runbook, severity, stderr } = await runbookOf("Linked", "lab");
    expect({ runbook, severity }).toEqual({ runbook: "mine", severity: "P4" });
    expect(stderr).toContain("the alert Linked is no runbook's own; the link among its annotations leads to mine");
  });

  it("takes the one that the annotation names before the one whose entry answers it, and says that they disagree", async () => {
    const { runbook, stderr } = await runbookOf("MineDown", "lab");
    expect(runbook).toBe("other");
    expect(stderr).toContain(
      "the alert MineDown leads to other by its annotation bigops_runbook, which goes first; the runbooks' own alerts would lead to mine",
    );
  });

  it("takes no other one where the annotation names one that is not there", async () => {
    const { runbook, stderr, exitCode } = await runbookOf("Misnamed", "lab");
    expect({ runbook, exitCode }).toEqual({ runbook: null, exitCode: 2 });
    expect(stderr).toMatch(/annotated with bigops_runbook: mien, and there is no such runbook\. Did you mean "mine"\?/);
  });

  it("says what is known where nothing leads anywhere", async () => {
    const elsewhere = await runbookOf("Elsewhere", "lab");
    expect(elsewhere.stderr).toContain("runbook_url ends in elsewhere: no runbook is called so");
    const silent = await runbookOf("Silent", "lab");
    expect(silent.stderr).toContain("it does not fire: its annotations are not known");
    expect([elsewhere.exitCode, silent.exitCode]).toEqual([2, 2]);
  });

  it("goes by the entries, and says so, where Alertmanager cannot be asked; where there is none it is silent", async () => {
    const deaf = await runbookOf("MineDown", "deaf");
    expect(deaf.runbook).toBe("mine");
    expect(deaf.stderr).toContain(
      "whether an annotation of MineDown names another runbook, and what its labels say, is not known",
    );
    const none = await runbookOf("MineDown", "none");
    expect(none.runbook).toBe("mine");
    expect(none.stderr).not.toContain("annotation");
  });

  it("says which faults there are before a sandbox is started to be asked", async () => {
    const sandbox = ["--env", "sandbox", "--fault", "no-such-fault", "--dry-run"];
    const { stderr, exitCode } = await runBigops(home, ["run", "--alert", "FeatureStoreDown", ...sandbox]);
    expect(stderr).toContain('the sandbox has no fault "no-such-fault"');
    expect(exitCode).toBe(2);
  });
});

describe("bigops run --alert with the labels of what fires", () => {
  it("asks which is meant where several fire and differ: nothing runs", async () => {
    const { runbook, stderr, exitCode } = await runbookOf("TwoDown", "lab");
    expect({ runbook, exitCode }).toEqual({ runbook: null, exitCode: 2 });
    expect(stderr).toContain(
      "2 alerts TwoDown fire, and differ in model (ranker, search): which is meant is not known",
    );
    expect(stderr).toContain(
      "say which: --label model=ranker; or give the value, e.g. the usual one: --param model=usual",
    );
  });

  it("takes the values of the one that the given labels leave", async () => {
    const { parameters, exitCode } = await runbookOf("TwoDown", "lab", "--label", "model=search");
    expect({ parameters, exitCode }).toEqual({ parameters: { model: "search", job: "usual" }, exitCode: 3 });
  });

  it("takes what is given by hand before what they say", async () => {
    const { parameters, stderr } = await runbookOf("TwoDown", "lab", "-p", "model=both");
    expect(parameters).toEqual({ model: "both", job: "usual" });
    expect(stderr).not.toContain("from the labels");
  });
});
