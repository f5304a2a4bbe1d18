import { expect } from "vitest";
import { digestOf, expectNoChange } from "./changes.ts";
import type { Ended } from "./bigops-process.ts";
import type { Scene } from "./scene.ts";

/** `bigops resume RUN --approve DIGEST` of a proposal in a document, to the end of its verification. */
export function approve(scene: Scene, { document }: Pick<Ended, "document">, proposal: string): Promise<Ended> {
  return resume(scene, document.run.id, ["--approve", digestOf(document, proposal)]);
}

export function resume(scene: Scene, run: string, args: readonly string[] = []): Promise<Ended> {
  return scene.bigops(["resume", run, ...args, "--output", "json"]);
}

/** A run without a terminal that ends with this proposal first and open, and nothing changed. */
export async function proposed(scene: Scene, proposal: string, args: readonly string[] = []): Promise<Ended> {
  const ended = await scene.run(args);
  const { document } = ended;
  expect([ended.exitCode, document.outcome, document.proposals[0]?.id]).toEqual([4, "awaiting-approval", proposal]);
  // The command that approves it is printed, as it would be typed.
  expect(ended.stderr).toContain(
    `bigops resume ${document.run.id} --approve ${digestOf(document, proposal).slice(0, 12)}`,
  );
  await expectNoChange(scene);
  return ended;
}

/** `bigops undo RUN`: the inverse of what the run has changed is planned, and waits for its approval. */
export async function undoProposed(scene: Scene, run: string, proposal: string): Promise<Ended> {
  const ended = await scene.bigops(["undo", run, "--output", "json"]);
  expect([ended.exitCode, ended.document.outcome]).toEqual([4, "awaiting-approval"]);
  expect(digestOf(ended.document, proposal)).toMatch(/^[0-9a-f]{64}$/);
  return ended;
}

/** `bigops undo RUN --approve DIGEST`. */
export function approveUndo(scene: Scene, { document }: Pick<Ended, "document">, proposal: string): Promise<Ended> {
  return scene.bigops(["undo", document.run.id, "--approve", digestOf(document, proposal), "--output", "json"]);
}
