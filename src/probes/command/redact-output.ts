import { withoutControls } from "../../core/text/plain-text.ts";
import { withoutSecretForms } from "../../core/text/secret-forms.ts";

const MOST = 4_000;

/** A command's output as it may be kept: without controls, without what looks like a secret, at most 4 000 characters. */
export function redactOutput(output: string): string {
  const clean = withoutSecretForms(withoutControls(output.slice(0, MOST * 4)), "an output");
  return clean.length <= MOST ? clean : `${clean.slice(0, MOST)}…`.toWellFormed();
}
