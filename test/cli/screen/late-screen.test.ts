import { afterEach, expect, it, vi } from "vitest";
import { LateScreen } from "../../../src/cli/screen/late-screen.ts";

function toldOn(stream: NodeJS.WriteStream): () => string {
  const write = vi.spyOn(stream, "write").mockReturnValue(true);
  return () => write.mock.calls.map(([text]) => String(text)).join("");
}

afterEach(() => vi.restoreAllMocks());

it("shows what came before it was loaded, in its order, and once", async () => {
  const out = toldOn(process.stdout);
  const screen = new LateScreen({
    outputs: [{ format: "events", file: null }],
    verbose: false,
    quiet: false,
    stateDir: null,
  });
  for (const atMs of [1_000, 2_000]) screen.replay({ type: "woke", atMs, jumpedMs: 0 });
  expect(out()).toBe("");
  await screen.load();
  screen.replay({ type: "woke", atMs: 3_000, jumpedMs: 0 });
  await screen.load();
  const lines = out().trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { atMs: number }).atMs)).toEqual([1_000, 2_000, 3_000]);
});

it("is loaded by what a person must be told at once", async () => {
  const err = toldOn(process.stderr);
  new LateScreen({ outputs: [], verbose: false, quiet: false, stateDir: null }).say("stopping");
  await vi.waitFor(() => expect(err()).toContain("stopping"));
});
