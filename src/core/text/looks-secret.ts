import type { Json } from "../json.ts";
import { withoutTelling } from "./foreign-text.ts";
import { namesSecret } from "./secret-name.ts";

/** Names of what a program logs in with, beside those that say so anywhere. */
const LOGIN_NAME = /dsn$|auth(?!or)|authorization$/i;
const URL_WITH_PASSWORD = /[a-z0-9+.-]:\/\/[^/\s:@]*:[^/\s@]+@/i;
/** A word before a value. It is begun once, so that a long one is read once. */
const OPTION = /(?<![\w.-])[\w.-]+(?=[= ]\S)/g;
const SECRET_OPTION_NAME = /passw|secret|token|credential|key/i;
/** In a file that is one value: the name of a setting or an element, whatever stands behind it, as long as something does. */
const SETTING = /(?<![\w.-])[\w.-]+(?=["']?\s{0,3}[:=>]\s{0,3}[^\s<])/g;

/** Whether a literal value of this name belongs on no screen. Rather one too many: the name and that it changed are still shown. */
export function looksSecret(name: string, value: Json): boolean {
  if (typeof value !== "string") return false;
  return (
    namesSecret(name) ||
    LOGIN_NAME.test(name) ||
    value.includes("-----BEGIN") ||
    URL_WITH_PASSWORD.test(value) ||
    withoutTelling(value) !== value ||
    [...value.matchAll(SETTING)].some(([setting]) => namesSecret(setting)) ||
    [...value.matchAll(OPTION)].some(([word]) => isSecretOption(word))
  );
}

/** What is before the first hyphen is no option's name. */
function isSecretOption(word: string): boolean {
  return word
    .split("-")
    .slice(1)
    .some((part) => SECRET_OPTION_NAME.test(part));
}
