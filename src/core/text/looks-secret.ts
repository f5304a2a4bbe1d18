import type { Json } from "../json.ts";
import { withoutTelling } from "./foreign-text.ts";

const SECRET_NAME =
  /passw|passphrase|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|encryption[-_.]?key|signing[-_.]?key|dsn$|auth(?!or)/i;
const URL_WITH_PASSWORD = /[a-z0-9+.-]:\/\/[^/\s:@]*:[^/\s@]+@/i;
const TOKEN_LIKE =
  /\b(eyJ[\w-]{10,500}\.[\w-]{10,500}|gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,})|-----BEGIN/;
/** A word before a value. It is begun once, so that a long one is read once. */
const OPTION = /(?<![\w.-])[\w.-]+(?=[= ]\S)/g;
/** In a file that is one value: a setting or an element of such a name, whatever stands behind it, as long as something does. */
const SETTING =
  /(?<![\w.-])[\w.-]{0,60}(?:passw|passphrase|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key)[\w.-]{0,60}["']?\s{0,3}[:=>]\s{0,3}["']?[^\s"'<]/i;
const SECRET_OPTION_NAME = /passw|secret|token|credential|key/i;

/** Whether a literal value of this name belongs on no screen. Rather one too many: the name and that it changed are still shown. */
export function looksSecret(name: string, value: Json): boolean {
  if (typeof value !== "string") return false;
  if (SECRET_NAME.test(name)) return true;
  if (URL_WITH_PASSWORD.test(value) || TOKEN_LIKE.test(value) || SETTING.test(value) || withoutTelling(value) !== value)
    return true;
  for (const [word] of value.matchAll(OPTION)) {
    const option = word.indexOf("-");
    if (option >= 0 && SECRET_OPTION_NAME.test(word.slice(option))) return true;
  }
  return false;
}
