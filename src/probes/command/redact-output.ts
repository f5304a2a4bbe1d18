import { HIDDEN } from "../../core/text/hidden.ts";
import { withoutControls } from "../../core/text/plain-text.ts";
import { type Form, NAMED_FORMS, TOKEN_FORMS, withoutForms } from "../../core/text/secret-forms.ts";

const MOST = 4_000;

/** What a command says is kept whole: whatever stands behind such a name, also a word that elsewhere would be taken for a sentence's. */
const WHATEVER_NAMED: Form = [
  /(?<![\w.-])([\w.-]{0,60}(?:passw|passphrase|secret|(?<!unexpected )token(?!s)|credential|api[-_]?key|access[-_]?key|private[-_]?key)[\w.-]{0,60}["']?\s{0,3}[:=]\s{0,3})(?!‹hidden›)[^\s,;&]+/gi,
  `$1${HIDDEN}`,
];
const SECRETS = [...TOKEN_FORMS, ...NAMED_FORMS, WHATEVER_NAMED];

/** A command's output as it may be kept: without controls, without what looks like a secret, at most 4 000 characters. */
export function redactOutput(output: string): string {
  const clean = withoutForms(withoutControls(output.slice(0, MOST * 4)), SECRETS);
  return clean.length <= MOST ? clean : `${clean.slice(0, MOST)}…`.toWellFormed();
}
