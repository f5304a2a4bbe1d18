import { join, dirname } from "node:path";
import stringWidth from "string-width";
import { isRunId } from "../../../src/drivers/local/run-folder.ts";
import { parseDuration } from "../../../src/core/duration.ts";
import { nearestName } from "../../../src/core/source/nearest-name.ts";
import { looksSecret } from "../../../src/core/text/looks-secret.ts";
import { plainText, withoutControls } from "../../../src/core/text/plain-text.ts";
import { shellQuote } from "../../../src/core/text/shell-quote.ts";
import { maskMessage } from "../../../src/probes/logs/mask-message.ts";
import { parseLine } from "../../../src/probes/logs/parse-line.ts";
import { fit } from "../../../src/reporters/text/fit.ts";
import { table } from "../../../src/reporters/text/table.ts";
import { attributes, escape } from "../../../src/reporters/xml.ts";
import { NOW_MS } from "./corpus.ts";
import { hostileText } from "./hostile-text.ts";
import { mutateText } from "./mutate-bytes.ts";
import { shellWords } from "./shell-words.ts";
import { unfitForTerminal } from "./shown.ts";
import { shortly, type Surface } from "./surface.ts";
import { unfitXml } from "./well-formed-xml.ts";

/** Single texts, as names, messages and log lines are, through everything that a text goes through. */
export const hostileTexts: Surface = {
  name: "texts",
  weight: 20,
  attack(random) {
    const pieces = Array.from({ length: 1 + random.below(4) }, () => hostileText(random));
    const text = random.chance(0.5) ? pieces.join("") : mutateText(pieces.join(" "), random);
    const breach = CHECKS.map((check) => check(text)).find((found) => found !== null) ?? null;
    return breach === null ? null : { input: shortly(text), breach };
  },
};

const view = { width: 80, color: false, unicode: true, nowMs: NOW_MS, stateDir: null, offsetMinutes: () => 0 };

const CHECKS: readonly ((text: string) => string | null)[] = [
  (text) => unfitForTerminal(withoutControls(text).replaceAll("\t", " ")),
  (text) => unfitForTerminal(plainText(text, 120)) ?? (plainText(text, 120).length > 120 ? "longer than asked" : null),
  (text) =>
    unfitForTerminal(fit(text, 80, view)) ?? (stringWidth(fit(text, 80, view)) > 80 ? "wider than asked" : null),
  (text) => (table([[text, "x"]]).split("\n").length === 2 ? null : "a cell began a row of a table"),
  (text) => unfitXml(`<a ${attributes({ b: text })}>${escape(text)}</a>`),
  (text) => {
    const words = shellWords(shellQuote(text));
    return words?.length === 1 && words[0] === text ? null : "quoted for a shell it is another word";
  },
  (text) => (isRunId(text) && dirname(join("/runs", text)) !== "/runs" ? "a run's folder elsewhere" : null),
  (text) => {
    const template = maskMessage(text);
    return template.length > 500 ? "its template is too long" : unfitForTerminal(withoutControls(template));
  },
  (text) => {
    const { keys } = parseLine(`{"level":${JSON.stringify(text)},"service":${JSON.stringify(text)},"message":"x"}`);
    return unfitForTerminal(`${keys.level ?? ""} ${keys.service ?? ""}`);
  },
  (text) => {
    nearestName(text, ["feature-store-down", "toString"]);
    looksSecret("args", text);
    return parseDuration(text) === null || /^[0-9a-z]+$/.test(text) ? null : "it was read as a duration";
  },
];
