import { describe, expect, test } from "vitest";
import type { RefusalKind } from "../../../src/actions/action.ts";
import { missingPorts } from "../../../src/actions/kubernetes/named-ports.ts";
import { planRestart } from "../../../src/actions/kubernetes/plan-restart.ts";
import { planScale } from "../../../src/actions/kubernetes/plan-scale.ts";
import { serviceSelector } from "../../../src/actions/kubernetes-service-selector.ts";
import { autoscaler, deployment, pod, scene, template } from "./fixtures.ts";
import { stubContext } from "./stub-cluster.ts";

const ready = (count: number) => Array.from({ length: count }, (_, i) => pod(`p${i}`, "rs-14", true));
const refusal = (kind: RefusalKind) => expect.objectContaining({ name: "PlanRefusal", kind });

describe("a restart", () => {
  test("within the second of the one before would change nothing: refused", () => {
    const at = "2026-11-22T03:14:00Z";
    const annotations = { "kubectl.kubernetes.io/restartedAt": at };
    const restarted = deployment({
      template: { ...template("a:1"), metadata: { labels: { app: "feature-api" }, annotations } },
    });
    expect(() => planRestart("t", scene({ deployment: restarted }), at)).toThrow(refusal("not-now"));
    expect(planRestart("t", scene({ deployment: restarted }), "2026-11-22T03:14:01Z").changes).toEqual([
      { path: "restartedAt", from: at, to: "2026-11-22T03:14:01Z" },
    ]);
  });
});

describe("scaling", () => {
  test.each([
    ["down below the ready pods", 2, 2, "2 pods stopped; 2 of 4 ready pods keep serving"],
    ["up", 6, 4, "2 pods started; 4 of 4 ready pods keep serving"],
  ])("%s", (_, replicas, keepServing, line) => {
    const { impact } = planScale("t", scene({ pods: ready(4) }), { replicas, source: "as asked" });
    expect([impact.keepServing, impact.lines[0]]).toEqual([keepServing, line]);
  });

  test("to the number that is set already is refused", () => {
    expect(() => planScale("t", scene(), { replicas: 4, source: "as asked" })).toThrow(refusal("not-now"));
  });

  test.each([
    [1, "will fight this: it sets the replicas back to at least 2"],
    [12, "will fight this: it sets the replicas back to at most 10"],
    [0, "stops working while the replicas are 0"],
    [6, "sets the replicas itself"],
  ])("to %i under an autoscaler of 2 to 10", (replicas, warning) => {
    const autoscalers = { readable: true as const, value: [autoscaler(2, 10)] };
    const { warnings } = planScale("t", scene({ autoscalers }), { replicas, source: "as asked" });
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });
});

describe("a failover", () => {
  const service = {
    metadata: { name: "kv-store", uid: "s-1", resourceVersion: "5" },
    spec: { selector: { app: "kv-store", role: "primary" }, ports: [{ targetPort: "http" }] },
  };
  const listening = (name: string, isReady = true) => ({
    ...pod("r1", "rs", isReady),
    spec: { containers: [{ name: "kv", ports: [{ name }] }] },
  });

  async function planned(pods: readonly unknown[], more: object = {}) {
    const { context } = stubContext({
      get: () => ({ ...service, spec: { ...service.spec, ...more } }),
      list: (path) => (path.endsWith("/pods") ? pods : []),
    });
    return serviceSelector.plan({ service: "kv-store", set: { role: "replica" } }, { ...context, onsetAtMs: null });
  }

  test("to pods that lack the service's named port is refused", async () => {
    await expect(planned([listening("metrics")])).rejects.toEqual(refusal("unfit"));
    expect((await planned([listening("http")])).writes).toHaveLength(1);
  });

  test("to labels that no pod has is refused, and will be; to pods that are not ready just now is not", async () => {
    await expect(planned([])).rejects.toEqual(refusal("unfit"));
    await expect(planned([listening("http", false)])).rejects.toEqual(refusal("not-now"));
  });

  test("to pods that are not ready just now, and lack the port as well, is refused for the port", async () => {
    await expect(planned([listening("metrics", false)])).rejects.toEqual(refusal("unfit"));
  });

  test("of a service without a selector is refused", async () => {
    await expect(planned([listening("http")], { selector: null })).rejects.toEqual(refusal("unfit"));
    await expect(planned([listening("http")], { type: "ExternalName" })).rejects.toEqual(refusal("unfit"));
  });

  test("counts a port of any of the pods; a number needs no name", () => {
    expect(missingPorts({ ...service, spec: { ports: [{ targetPort: 8080 }] } }, [])).toEqual([]);
  });

  test("the equivalent command is quoted for a shell", async () => {
    const { equivalent } = await planned([listening("http")]);
    expect(equivalent).toBe(
      `kubectl -n ml patch service/kv-store --type=merge -p '{"spec":{"selector":{"role":"replica"}}}'`,
    );
  });
});
