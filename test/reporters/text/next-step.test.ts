import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { nextStep } from "../../../src/reporters/text/next-step.ts";
import { view } from "../view.ts";

const PATH = `/home/somebody/with/a/rather/long/name/and/more/levels/below/it/kubeconfigs/staging.yaml`;
const COMMAND = `kubectl --kubeconfig ${PATH} --context staging auth can-i list pods -n ml`;
const HINT = `ask for the permission to list pods in namespace ml; to see whether you have it: ${COMMAND}`;

/** The words that a shell hands to the program. */
function wordsOf(pasted: string): readonly string[] {
  const script = `kubectl() { printf '%s\\n' kubectl "$@"; }\n${pasted}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("\n");
}

describe("a next step that ends in a command", () => {
  it.each([40, 60, 80, 110])("can be pasted from a screen of %i columns", (width) => {
    const [words = "", ...command] = nextStep(HINT, 8, view({ width })).split(/(?=\n +kubectl)/);
    expect(words.split(/\s+/).join(" ")).toBe(
      "ask for the permission to list pods in namespace ml; to see whether you have it:",
    );
    expect(wordsOf(command.join(""))).toEqual(COMMAND.split(" "));
  });

  it("stays a sentence where it fits, and where a command is only spoken of", () => {
    expect(nextStep("look at it: kubectl get pods", 4, view({ width: 80 }))).toBe("look at it: kubectl get pods");
    expect(nextStep("log in again as you did for kubectl, and then run it once more", 4, view({ width: 40 }))).toBe(
      ["log in again as you did for kubectl,", "    and then run it once more"].join("\n"),
    );
  });
});
