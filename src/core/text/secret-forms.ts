import { HIDDEN } from "./hidden.ts";
import { withoutNamedSecrets } from "./named-secrets.ts";

/** A form and what stands in its place. Each is linear in the text's length. */
export type Form = readonly [pattern: RegExp, by: string];

/** A secret by its own form, wherever it stands: also in an address. */
const OWN: readonly Form[] = [
  // One that is cut off reaches to the end.
  [/-----BEGIN [^-\n]{0,40}PRIVATE KEY-----(?:(?!-----END )[^])*(?:-----END [^-\n]{0,40}(?:-----)?)?/g, HIDDEN],
  // In an address, to the last @, since a password may have one, and slashes. A port and a path behind a name are no password.
  [/(:\/\/(?:[^/\s:@"]{1,100}(?=:(?!\d{1,5}\/)))?:)(?:(?!:\/\/)[^\s"]){1,300}@/g, `$1${HIDDEN}@`],
  // A JSON web token
  [/\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}/g, HIDDEN],
  // GitHub
  [/\b(?:gh[pousr]|github_pat)_\w{20,}/g, HIDDEN],
  // Stripe
  [/\b[rsp]k_(?:live|test)_\w{8,}/g, HIDDEN],
  // AWS
  [/\bA[KS]IA[0-9A-Z]{16}\b/g, HIDDEN],
  // Slack
  [/\bxox[abprs]-[\w-]{10,}/g, HIDDEN],
  [/(\bhooks\.slack\.com\/[a-z]{1,20}\/)[\w/-]+/g, `$1${HIDDEN}`],
  // Hugging Face
  [/\bhf_[A-Za-z0-9]{20,}/g, HIDDEN],
  // GitLab
  [/\bglpat-[\w-]{16,}/g, HIDDEN],
  // Google
  [/\bAIza[\w-]{35}/g, HIDDEN],
  // OpenAI. A pod of such a name has no capitals, and hyphens between short words.
  [/\bsk-(?=[\w-]{0,100}[A-Z]|\w{20})[\w-]{20,}/g, HIDDEN],
];

/** A secret by the header or the parameter before it. */
const HEADED: readonly Form[] = [
  [/\b(authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:bearer|basic)\s{1,3})(?!auth)[\w.+/=~-]{8,}/gi, `$1${HIDDEN}`],
  [
    /\b(authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:token|api-?key|digest|negotiate)\s{1,3})[\w.+/=~-]{16,}/gi,
    `$1${HIDDEN}`,
  ],
  // Elsewhere these may be words of a sentence, as in basic authentication.
  [
    /\b((?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s+)(?![Aa]uth(?:entication|orization)\b)(?=[a-z]{0,200}(?:[\dA-Z_=]|[.+/~-]\w)|[a-z]{20})[\w.+/=~-]{8,}/g,
    `$1${HIDDEN}`,
  ],
  [/\b((?:set-)?cookie["']?:\s{0,3})[^\n]+/gi, `$1${HIDDEN}`],
  [/(?<![\w.-])([\w-]{0,60}sig(?:nature)?=)[\w%+/-]{16,}/gi, `$1${HIDDEN}`],
];

export function withoutOwnForms(text: string): string {
  return withoutForms(text, OWN);
}

/** Without secrets by their own form, or by what stands before them. */
export function withoutSecretForms(text: string, of: "a sentence" | "an output"): string {
  // A key of many lines before the name before it, which would take its first line alone.
  return withoutForms(withoutNamedSecrets(withoutOwnForms(text), of), HEADED);
}

export function withoutForms(text: string, forms: readonly Form[]): string {
  return forms.reduce((sofar, [pattern, by]) => sofar.replace(pattern, by), text);
}
