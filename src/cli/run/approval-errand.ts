import { documentOf } from "../../core/document/document-of.ts";
import type { RunDocument } from "../../core/document/run-document.ts";
import { nextSteps } from "../../reporters/text/next-steps.ts";
import { terminalHere } from "../prompt/terminal-here.ts";
import { sayRefused } from "../output/say-refused.ts";
import { warn } from "../output/warn.ts";
import { givenStateDir, stateDir } from "../state/state-dir.ts";
import { latestRun } from "../state/latest-run.ts";
import { UsageError } from "../usage-error.ts";
import { isTerminal } from "./attendance-here.ts";
import type { ContinueOptions, Errand } from "./continue-run.ts";
import { identify } from "./identify.ts";
import { nameProblem } from "./name-problem.ts";
import { operator } from "./operator.ts";

/**
 * An approval by digest. The full digest is looked up from the run, so that what is recorded is what was meant. A protected environment wants its name
 * typed, which needs a terminal: without one it is refused, and said; then this is the exit code.
 */
export async function approvalErrand(id: string, given: string, options: ContinueOptions): Promise<Errand | number> {
  if (!/^[0-9a-f]{12,64}$/.test(given))
    throw new UsageError(
      `"${given}" is no digest`,
      "give at least 12 characters of it; bigops show prints the command",
    );
  const latest = await latestRun(stateDir(options.stateDir, process.env, process.cwd()), id);
  const { state, recorded } = latest;
  const digests = state.proposals.flatMap((proposal) => (proposal.digest?.startsWith(given) ? [proposal.digest] : []));
  const { name } = state.run.environment;
  const refused = (message: string, hint: string | null = null) =>
    sayRefused({ ...latest, message, hint }, options.output);
  // It can be none of a later diagnosis either: nobody has seen those.
  if (digests.length === 0 && state.ended === null)
    return refused(
      `nothing was approved: no proposal of run ${id} has a digest that begins with ${given}`,
      waysOn(documentOf(state, { recorded, nowMs: Date.now() }), givenStateDir(options.stateDir, process.cwd())),
    );
  const typist = { isThere: isTerminal, types: confirmed };
  const untyped = await nameProblem(state.run.environment, typist);
  if (untyped !== null)
    return refused(untyped === "not typed" ? `nothing was approved in run ${id}` : needsTerminal(name));
  const digest = digests.length === 1 ? (digests[0] ?? given) : given;
  return {
    say: async (opened, configured) => {
      // Once is enough: it was typed above.
      const sinceThen = { name, protected: configured?.protected === true && !state.run.environment.protected };
      const since = await nameProblem(sinceThen, typist);
      if (since !== null) {
        const message = `nothing was approved: environment ${name} is protected by now`;
        return { message, hint: since === "no terminal" ? needsTerminal(name) : null };
      }
      return [{ type: "approved", digest, by: opened === null ? operator(null) : await identify(opened, warn) }];
    },
    reopens: false,
    visits: false,
  };
}

/** The commands that approve what does wait, else the one that goes on. */
function waysOn(document: RunDocument, folder: string | null): string | null {
  const steps = nextSteps(document, { stateDir: folder });
  const lines = steps.map(({ words, command }) => (command === null ? words : `${words}: ${command}`));
  return lines.length === 0 ? null : lines.join("\n  ");
}

function needsTerminal(environment: string): string {
  return `environment ${environment} is protected: approving needs a terminal, to type its name`;
}

async function confirmed(name: string): Promise<boolean> {
  const { confirmName } = await import("../prompt/confirm-name.ts");
  return confirmName(name, terminalHere(), undefined);
}
