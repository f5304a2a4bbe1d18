import { describe, expect, test } from "vitest";
import type { SendOrder } from "../../../src/actions/action.ts";
import type { ApiObject } from "../../../src/actions/kubernetes/objects.ts";
import { planRestart } from "../../../src/actions/kubernetes/plan-restart.ts";
import { sendWrite } from "../../../src/actions/kubernetes/send-write.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { MARK_ANNOTATION } from "../../../src/core/plan/plan.ts";
import { deployment, scene } from "./fixtures.ts";
import { refused, stubContext } from "./stub-cluster.ts";

const plan = planRestart("kubernetes.rollout-restart", scene(), "2026-11-22T03:14:00Z");
const [write] = plan.writes;
if (write === undefined) throw new Error("a restart is one write");
const order: SendOrder = { plan, write, resourceVersion: "100", mark: "fsd-1/restart/1", detail: {} };
const nothing = { describe: () => ({}) };

function failing(error: ClientError, versionNow = "100") {
  return stubContext({
    write: () => {
      throw error;
    },
    get: () => ({ metadata: { ...deployment().metadata, resourceVersion: versionNow } }),
  });
}

function unanswered(code: "unreachable" | "tls", systemCode: string): ClientError {
  const cause = Object.assign(new Error(systemCode), { code: systemCode });
  return new ClientError(code, `no connection (${systemCode})`, "", null, cause);
}

describe("one approved write, sent", () => {
  test("is the approved body with version and mark filled in, and nothing else", async () => {
    const { context, writes } = stubContext({ write: () => ({ metadata: { resourceVersion: "101", generation: 4 } }) });
    const describeAnswer = (answer: ApiObject) => ({ generation: answer.metadata.generation ?? null });
    const receipt = await sendWrite(order, context, { describe: describeAnswer });
    expect(receipt).toEqual({
      outcome: "applied",
      atMs: context.nowMs,
      resourceVersion: "101",
      detail: { generation: 4 },
    });
    expect(writes).toEqual([
      {
        method: "PATCH",
        path: "/apis/apps/v1/namespaces/ml/deployments/feature-api",
        contentType: "application/json-patch+json",
        dryRun: false,
        body: [
          { op: "test", path: "/metadata/resourceVersion", value: "100" },
          { op: "add", path: "/metadata/annotations/bigops.dev~1applied-by", value: "fsd-1/restart/1" },
          {
            op: "add",
            path: "/spec/template/metadata/annotations",
            value: { "kubectl.kubernetes.io/restartedAt": "2026-11-22T03:14:00Z" },
          },
        ],
      },
    ]);
  });

  test.each([
    ["409", refused(409, "object was modified"), "conflict"],
    ["403", refused(403, "forbidden"), "rejected"],
    ["400", refused(400, "bad request"), "rejected"],
    ["404", refused(404, "gone"), "rejected"],
    ["429: turned away unread", refused(429, "too many requests"), "not-sent"],
    ["408: a proxy gave up on somebody, and does not say on whom", refused(408, "request timeout"), "lost"],
    ["500", refused(500, "etcd"), "lost"],
    ["504", refused(504, "timeout"), "lost"],
    ["no answer in time", new ClientError("timeout", "no answer", ""), "lost"],
    ["connection reset", unanswered("unreachable", "ECONNRESET"), "lost"],
    ["unreachable for an unknown reason", new ClientError("unreachable", "?", ""), "lost"],
    ["a cut answer", new ClientError("unexpected-answer", "cut", "", 200), "lost"],
    ["given up while it was on its way", new ClientError("aborted", "aborted", ""), "lost"],
    ["connection refused", unanswered("unreachable", "ECONNREFUSED"), "not-sent"],
    ["the server's certificate expired", unanswered("tls", "CERT_HAS_EXPIRED"), "not-sent"],
    [
      "the client's certificate expired: said after the request",
      unanswered("tls", "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED"),
      "lost",
    ],
    ["no such name", new ClientError("name-not-resolved", "?", ""), "not-sent"],
  ])("%s", async (_, error, outcome) => {
    const { context, writes } = failing(error);
    expect(await sendWrite(order, context, nothing)).toEqual({ outcome, message: error.message });
    expect(writes).toHaveLength(1);
  });

  test.each([
    ["the object moved: its guard failed", "101", "conflict"],
    ["the object did not: the change is not valid", "100", "rejected"],
  ])("422 and %s", async (_, versionNow, outcome) => {
    const { context } = failing(refused(422, "the server rejected our request"), versionNow);
    expect((await sendWrite(order, context, nothing)).outcome).toBe(outcome);
  });

  test.each([409, 422])(
    "%i where the mark is there already: the request came twice, and what it did must be asked",
    async (status) => {
      const { metadata } = deployment();
      const { context } = stubContext({
        write: () => {
          throw refused(status, "object was modified");
        },
        get: () => ({
          metadata: { ...metadata, resourceVersion: "101", annotations: { [MARK_ANNOTATION]: "fsd-1/restart/1" } },
        }),
      });
      expect((await sendWrite(order, context, nothing)).outcome).toBe("lost");
    },
  );

  test("409 where the object cannot be read: what it did must be asked", async () => {
    const failed = (error: ClientError) => () => {
      throw error;
    };
    const { context } = stubContext({ write: failed(refused(409, "modified")), get: failed(refused(503, "busy")) });
    expect((await sendWrite(order, context, nothing)).outcome).toBe("lost");
  });

  test("is not sent without a version to guard it", async () => {
    const { context, writes } = stubContext({});
    expect((await sendWrite({ ...order, resourceVersion: null }, context, nothing)).outcome).toBe("not-sent");
    expect(writes).toEqual([]);
  });

  test("is not sent once it was given up", async () => {
    const { context, writes } = stubContext({});
    const receipt = await sendWrite(order, { ...context, signal: AbortSignal.abort() }, nothing);
    expect([receipt.outcome, writes]).toEqual(["not-sent", []]);
  });
});
