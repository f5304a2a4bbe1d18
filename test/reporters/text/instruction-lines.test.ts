import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { instructionLines } from "../../../src/reporters/text/instruction-lines.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { document, proposal } from "../documents.ts";
import { view } from "../view.ts";

const step =
  "kubectl describe pods -l app=feature-api    # the events say what no node has: cpu, memory, a taint, a volume";

describe("a step by hand", () => {
  it("keeps every line of its comment a comment", () => {
    expect(instructionLines(step, 40)).toEqual([
      "kubectl describe pods -l app=feature-api",
      "# the events say what no node has: cpu,",
      "# memory, a taint, a volume",
    ]);
  });

  it("is left alone where it fits, is a sentence, or has a # that is none", () => {
    expect(instructionLines(step, 120)).toBeNull();
    expect(instructionLines("add a node, or lower what the pods request", 20)).toBeNull();
    expect(instructionLines("echo '# this is printed' and#that", 10)).toBeNull();
  });

  it("is broken as a command where it is one without a comment", () => {
    expect(
      instructionLines("kubectl --context staging-eks -n ml top pods -l app=feature-api --containers", 40),
    ).toEqual(["kubectl --context staging-eks -n ml \\", "top pods -l app=feature-api --containers"]);
  });

  it.each([40, 64, 80])("is the same to a shell as it was, from a screen of %i columns", (width) => {
    const written = `echo one two three four five "six # seven" eight nine   # so that it's said: echo wrong, in full`;
    const text = renderScreen(
      document({ proposals: [proposal("by-hand", { plan: { ...proposal("").plan, instructions: [written] } })] }),
      { verbose: false, ending: false },
      view({ width }),
    );
    const [, pasted = ""] = /by hand +([^]+?)\n +change /.exec(text) ?? [];
    expect(pasted.split("\n").length).toBeGreaterThan(1);
    expect(execFileSync("sh", ["-c", pasted], { encoding: "utf8" })).toBe(
      "one two three four five six # seven eight nine\n",
    );
  });
});
