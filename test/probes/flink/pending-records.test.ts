import { describe, expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import { pendingRecords } from "../../../src/probes/flink/pending-records.ts";
import { flinkWith, signal } from "./asked-flink.ts";
import { job } from "./fixtures.ts";

describe("what the sources have left to fetch", () => {
  const NAMES: Readonly<Record<string, readonly string[]>> = {
    v0: ["0.Source__in.pendingRecords", "1.Source__in.pendingRecords", "0.pendingRecordsMax", "pendingRecords"],
    v1: ["0.counting.pendingRecords"],
  };
  const asked: unknown[] = [];
  const flink = (fields: object = {}) =>
    flinkWith([], {
      metricNames: async (_job: string, vertex: string) => NAMES[vertex] ?? [],
      vertexSums: async (_job: string, vertex: string, names: readonly string[]) => {
        asked.push([vertex, names]);
        return new Map(names.map((name, index) => [name, index + 1]));
      },
      ...fields,
    });

  test("is the sum of all that tell it, of operators that nothing feeds", async () => {
    expect(await pendingRecords(flink(), job(), signal)).toBe(6);
    expect(asked).toEqual([["v0", ["0.Source__in.pendingRecords", "1.Source__in.pendingRecords", "pendingRecords"]]]);
    // v0 and v1 both feed v2.
    const two = job({
      edges: [
        { from: "v0", to: "v2" },
        { from: "v1", to: "v2" },
      ],
    });
    expect(await pendingRecords(flink(), two, signal)).toBe(7);
  });

  test("is unknown where none tells, or the one that does cannot be asked", async () => {
    expect(await pendingRecords(flink({ metricNames: async () => ["0.numRecordsIn"] }), job(), signal)).toBeNull();
    const refusing = () => Promise.reject(new ClientError("timeout", "no", ""));
    expect(await pendingRecords(flink({ metricNames: refusing }), job(), signal)).toBeNull();
    await expect(pendingRecords(flink({ metricNames: refusing }), job(), AbortSignal.abort())).rejects.toThrow("no");
    const broken = () => Promise.reject(new TypeError("a defect"));
    await expect(pendingRecords(flink({ metricNames: broken }), job(), signal)).rejects.toThrow("a defect");
  });

  test("is asked of twenty subtasks at most", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `${index}.pendingRecords`);
    const each = {
      metricNames: async () => names,
      vertexSums: async (_j: string, _v: string, of: readonly string[]) => new Map(of.map((name) => [name, 1])),
    };
    expect(await pendingRecords(flink(each), job(), signal)).toBe(20);
  });
});
