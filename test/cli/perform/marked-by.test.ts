import { expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import { markedBy } from "../../../src/cli/perform/marked-by.ts";
import type { RunSurroundings } from "../../../src/cli/perform/run-surroundings.ts";
import { plan } from "../../core/run/sample-events.ts";

const MARK = "bigops.dev/applied-by";
const time = "2026-01-15T03:01:00Z";

/** As the API server keeps who wrote which field when. */
function marked(mark: string, written: string | null = time): object {
  const fieldsV1 = { "f:metadata": { "f:annotations": { [`f:${MARK}`]: {} } } };
  const managedFields = written === null ? [] : [{ manager: "bigops", operation: "Update", time: written, fieldsV1 }];
  return { metadata: { name: "shop", annotations: { [MARK]: mark }, managedFields } };
}

function look(answer: object | ClientError, action = "kubernetes.rollout-undo") {
  const get = async () => {
    if (answer instanceof ClientError) throw answer;
    return answer;
  };
  const around = { doors: { kubernetes: async () => ({ get }) } } as unknown as RunSurroundings;
  return markedBy({ ...plan(), action }, around, new AbortController().signal);
}

test("the mark names the run, and the server says when", async () => {
  expect(await look(marked("sd-0002/rollback-2/1"))).toMatchObject({
    run: "sd-0002",
    proposal: "rollback-2",
    atMs: Date.UTC(2026, 0, 15, 3, 1),
    user: "",
  });
});

test.each([
  ["no mark", { metadata: { name: "shop" } }],
  ["something else in its place", marked("somebody's words\u001b[2J")],
  ["a mark of which nobody knows when it was made", marked("sd-0002/rollback/1", null)],
  ["nothing, since it may not be read either", new ClientError("forbidden", "no", "")],
])("%s tells nothing", async (_, answer) => {
  expect(await look(answer)).toBeNull();
});

test("what is in no cluster bears no mark that could be read there", async () => {
  expect(await look(marked("sd-0002/run/1"), "flink.run")).toBeNull();
});
