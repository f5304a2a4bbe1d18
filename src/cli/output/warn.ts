import { withoutControls } from "../../core/text/plain-text.ts";
import { processSecrets } from "../../clients/secret-registry.ts";
import { legible } from "../../reporters/text/view.ts";
import { viewOf } from "./view-of.ts";

/** Says something on stderr under the program's name; lines. What it quotes from outside cannot reach the terminal's controls. */
export function warn(text: string): void {
  process.stderr.write(
    legible(
      `bigops: ${withoutControls(processSecrets.redact(text))}\n`,
      viewOf(process.stderr, process.env, Date.now()),
    ),
  );
}
