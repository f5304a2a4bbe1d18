import { expect, test } from "vitest";
import { configurationWarnings } from "../../../src/actions/kubernetes/configuration-changes.ts";
import { template } from "./fixtures.ts";
import { refused, stubContext } from "./stub-cluster.ts";

const since = Date.parse("2026-11-21T10:00:00Z");
const templates = [
  template("a:1", { envFrom: [{ configMapRef: { name: "feature-api" } }, { secretRef: { name: "db" } }] }),
];

async function warnings(
  times: { readonly created: string; readonly written?: string },
  sinceMs: number | null = since,
) {
  const { context } = stubContext({
    get: (path) => {
      if (path.includes("/secrets/")) throw refused(403, "get secrets: not allowed");
      const managedFields = times.written === undefined ? [] : [{ time: times.written }];
      return {
        metadata: {
          name: "feature-api",
          uid: "c-1",
          resourceVersion: "1",
          creationTimestamp: times.created,
          managedFields,
        },
      };
    },
  });
  return configurationWarnings(await context.doors.kubernetes(), "ml", templates, sinceMs, context.signal);
}

const unreadable = "whether Secret db changed too is unknown: get secrets: not allowed";

test.each([
  ["older than the revision", { created: "2026-10-01T00:00:00Z", written: "2026-11-20T00:00:00Z" }, []],
  ["written since", { created: "2026-10-01T00:00:00Z", written: "2026-11-22T03:05:00Z" }, ["2026-11-22T03:05:00Z"]],
  [
    "written in that very second",
    { created: "2026-10-01T00:00:00Z", written: "2026-11-21T10:00:00Z" },
    ["2026-11-21T10:00:00Z"],
  ],
  ["made since, without a record of writes", { created: "2026-11-22T03:05:00Z" }, ["2026-11-22T03:05:00Z"]],
])("configuration %s", async (_, times, changed) => {
  const lines = changed.map((time) => `ConfigMap feature-api changed at ${time}; it is not rolled back`);
  expect(await warnings(times)).toEqual([...lines, unreadable]);
});

test("all counts where it is unknown since when", async () => {
  expect(await warnings({ created: "2026-10-01T00:00:00Z" }, null)).toEqual([
    "ConfigMap feature-api changed at 2026-10-01T00:00:00Z; it is not rolled back",
    unreadable,
  ]);
});
