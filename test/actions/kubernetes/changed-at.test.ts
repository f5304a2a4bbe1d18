import { expect, test } from "vitest";
import { markedAtMs } from "../../../src/actions/kubernetes/changed-at.ts";
import type { ApiObject } from "../../../src/actions/kubernetes/objects.ts";

type Entry = NonNullable<ApiObject["metadata"]["managedFields"]>[number];
const wrote = (annotation: string, time: string): Entry => ({
  time,
  fieldsV1: { "f:metadata": { "f:annotations": { [`f:${annotation}`]: {} } } },
});
const marked = wrote("bigops.dev/applied-by", "2026-11-22T03:10:00Z");
const { time: _, ...untimed } = marked;

// The server keeps one entry for each who wrote, with the fields that are theirs: that of the mark is ours.
test.each([
  [
    "by whom the mark was written, not by those before and after",
    [
      wrote("example.com/a", "2026-11-22T03:09:00Z"),
      { time: "2026-11-22T03:11:00Z", fieldsV1: { "f:status": {} } },
      { time: "2026-11-22T03:12:00Z" },
      marked,
      wrote("example.com/b", "2026-11-22T03:13:00Z"),
    ],
    Date.parse("2026-11-22T03:10:00Z"),
  ],
  ["unknown where nobody wrote a mark", [wrote("example.com/a", "2026-11-22T03:09:00Z")], null],
  ["unknown where the entry has no time", [untimed], null],
  ["unknown where the server keeps no record of writers", undefined, null],
])("when the change was stored: %s", (_, entries: readonly Entry[] | undefined, expected) => {
  const metadata = { name: "a", uid: "a", resourceVersion: "1", ...(entries && { managedFields: entries }) };
  expect(markedAtMs({ metadata })).toBe(expected);
});
