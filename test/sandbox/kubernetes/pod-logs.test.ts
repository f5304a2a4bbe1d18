import { describe, expect, it } from "vitest";
import { testSandbox, type TestSandbox } from "../harness.ts";

interface Line {
  timestamp: string;
  level: string;
  service: string;
  instance: string;
  message: string;
  context: { error_type?: string };
}

async function logOf(
  started: TestSandbox,
  pod: string,
  query = "",
): Promise<{ status: number; lines: string[]; text: string }> {
  const { status, text } = await started.kubernetes("GET", `/api/v1/namespaces/ml/pods/${pod}/log?${query}`);
  return { status, text, lines: text.split("\n").filter((line) => line !== "") };
}

async function podsOf(started: TestSandbox): Promise<{ name: string; ready: boolean }[]> {
  const { body } = await started.kubernetes<{
    items: {
      metadata: { name: string };
      spec: { containers: { name: string }[] };
      status: { containerStatuses: { ready: boolean }[] };
    }[];
  }>("GET", "/api/v1/namespaces/ml/pods?labelSelector=app%3Dfeature-api");
  return body.items
    .filter((pod) => pod.spec.containers[0]?.name === "feature-api")
    .map((pod) => ({ name: pod.metadata.name, ready: pod.status.containerStatuses[0]?.ready ?? false }));
}

const parse = (lines: string[]): Line[] => lines.map((line) => JSON.parse(line) as Line);

describe("a pod's log", () => {
  it("is JSON lines in order, the same at each look", async () => {
    await using started = await testSandbox({ fault: "none" });
    const [pod] = await podsOf(started);
    const first = await logOf(started, pod?.name ?? "", "tailLines=200");
    expect(first.lines).toHaveLength(200);
    const lines = parse(first.lines);
    expect(lines.every((line) => line.service === "feature-api" && line.instance === pod?.name)).toBe(true);
    expect(lines.map((line) => line.timestamp)).toEqual(lines.map((line) => line.timestamp).toSorted());
    expect(lines.filter((line) => line.level === "ERROR")).toEqual([]);
    expect((await logOf(started, pod?.name ?? "", "tailLines=200")).text).toBe(first.text);
    expect((await logOf(started, pod?.name ?? "", "tailLines=10")).lines).toEqual(first.lines.slice(-10));
  });

  it("has as large a share of errors as the pod's lookups", async () => {
    await using started = await testSandbox({ fault: "bad-rollout-ready" });
    const pods = await podsOf(started);
    const all = await Promise.all(pods.map((pod) => logOf(started, pod.name, "sinceSeconds=120")));
    const lines = all.flatMap((one) => parse(one.lines));
    const errors = lines.filter((line) => line.level === "ERROR");
    expect(lines.length).toBeGreaterThan(300);
    expect(errors.length / lines.length).toBeGreaterThan(0.35);
    expect(errors.length / lines.length).toBeLessThan(0.5);
    expect(errors.every((line) => /^KeyError: 'listing_\d{8}' /.test(line.message))).toBe(true);
    // They differ in the entity only: one pattern.
    expect(new Set(errors.map((line) => line.message)).size).toBeGreaterThan(errors.length / 2);
  });

  it("of a crashed container is that of its last run; the one before is --previous", async () => {
    await using started = await testSandbox({ fault: "bad-rollout" });
    const crashed = (await podsOf(started)).find((pod) => !pod.ready)?.name ?? "";
    for (const query of ["", "previous=true"]) {
      const { status, lines } = await logOf(started, crashed, query);
      expect(status).toBe(200);
      expect(parse(lines).at(-1)?.message).toMatch(/^KeyError: 'user_\d{8}'/);
    }
    const healthy = (await podsOf(started)).find((pod) => pod.ready)?.name ?? "";
    const { status, text } = await logOf(started, healthy, "previous=true");
    if (status !== 200)
      expect(JSON.parse(text)).toMatchObject({
        code: 400,
        message: expect.stringMatching(/^previous terminated container "feature-api" in pod/),
      });
  });

  it("is refused where there is none yet, in the kubelet's words", async () => {
    await using started = await testSandbox({ fault: "image-unavailable" });
    const waiting = (await podsOf(started)).find((pod) => !pod.ready)?.name ?? "";
    const { status, text } = await logOf(started, waiting);
    expect(status).toBe(400);
    expect((JSON.parse(text) as { message: string }).message).toBe(
      `container "feature-api" in pod "${waiting}" is waiting to start: trying and failing to pull image`,
    );
  });

  it("is cut to limitBytes, stamped with timestamps, and follows is not implemented", async () => {
    await using started = await testSandbox({ fault: "none" });
    const pod = (await podsOf(started))[0]?.name ?? "";
    expect((await logOf(started, pod, "limitBytes=100")).text).toHaveLength(100);
    const { lines } = await logOf(started, pod, "timestamps=true&tailLines=3");
    expect(lines.every((line) => /^2026-11-22T\d\d:\d\d:\d\d\.\d{9}Z \{/.test(line))).toBe(true);
    expect((await logOf(started, pod, "follow=true")).status).toBe(501);
    expect((await logOf(started, pod, "container=nope")).status).toBe(400);
  });
});
