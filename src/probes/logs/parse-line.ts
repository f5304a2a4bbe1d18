import { parseJson } from "../../clients/http/parse-json.ts";
import { withoutTelling } from "../../core/text/foreign-text.ts";
import { KnownTexts } from "./known-texts.ts";
import { stampMs } from "./stamp-ms.ts";

export interface LogLine {
  /** When it was written, milliseconds since the epoch; null where neither the cluster nor the line says. */
  readonly atMs: number | null;
  readonly level: "error" | "other";
  readonly message: string;
  /** Of the allow-list only. */
  readonly keys: LogKeys;
}

export interface LogKeys {
  readonly level: string | null;
  readonly service: string | null;
  readonly errorType: string | null;
  readonly namespace: string | null;
  readonly featureGroup: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}) /;
const ERROR_LEVELS = new Set(["ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "SEVERE", "PANIC", "EMERGENCY", "ALERT"]);
/** A level near the beginning of a plain line, or an exception's name at it. */
const PLAIN_ERROR =
  /^.{0,60}?\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b|^\W{0,4}[\w.]*(Error|Exception)\b|^panic:|^Traceback /;
const NO_KEYS: LogKeys = { level: null, service: null, errorType: null, namespace: null, featureGroup: null };

/** A container that fails says the same again and again. */
const TEXTS_KEPT = 2_000;
const KEPT_LENGTH = 500;

/** Reads line after line; what was said before in the same words is read once. */
export function lineReader(): (served: string) => LogLine {
  const known = new KnownTexts<Said>(TEXTS_KEPT, KEPT_LENGTH);
  return (served) => {
    const { stamp, text } = unstamped(served);
    return new ServedLine(known.get(text) ?? known.keep(text, saidIn(text)), stamp);
  };
}

/**
 * One line as the cluster serves it, with its timestamp in front: JSON in the platform's format (level, service, message, context), or plain text. When it was
 * written and its keys are read once somebody asks for them: of a hundred thousand lines a few errors' are.
 */
export function parseLine(served: string): LogLine {
  return lineReader()(served);
}

function unstamped(served: string): { readonly stamp: string | null; readonly text: string } {
  if (!STAMP.test(served)) return { stamp: null, text: served };
  const space = served.indexOf(" ");
  return { stamp: served.slice(0, space), text: served.slice(space + 1) };
}

function saidIn(text: string): Said {
  const fields = parseObject(text);
  if (fields === null) return new Said(PLAIN_ERROR.test(text), text, null);
  return new Said(isErrorLevel(levelIn(fields)), textOf(fields["message"] ?? fields["msg"]) ?? "", fields);
}

/** What a line says, whenever it does. */
class Said {
  readonly level: LogLine["level"];
  readonly message: string;
  readonly #fields: Fields | null;
  #keys: LogKeys | null = null;

  constructor(isError: boolean, message: string, fields: Fields | null) {
    this.level = isError ? "error" : "other";
    this.message = message;
    this.#fields = fields;
  }

  get keys(): LogKeys {
    this.#keys ??= this.#fields === null ? NO_KEYS : keysOf(this.#fields);
    return this.#keys;
  }

  /** As the line itself has it. */
  get atMs(): number | null {
    return timeOf(textOf(this.#fields?.["timestamp"]));
  }
}

/** A class: getters of its own would cost a line more than all that is read of it. */
class ServedLine implements LogLine {
  readonly level: LogLine["level"];
  readonly message: string;
  readonly #stamp: string | null;
  readonly #said: Said;

  constructor(said: Said, stamp: string | null) {
    this.level = said.level;
    this.message = said.message;
    this.#stamp = stamp;
    this.#said = said;
  }

  get atMs(): number | null {
    return (this.#stamp === null ? null : stampMs(this.#stamp)) ?? this.#said.atMs;
  }

  get keys(): LogKeys {
    return this.#said.keys;
  }
}

function keysOf(fields: Fields): LogKeys {
  const context = asObject(fields["context"]);
  const error = asObject(fields["error"] ?? context["error"]);
  return {
    level: levelOf(fields),
    service: word(fields["service"]),
    errorType: word(context["error_type"] ?? fields["error_type"] ?? error["type"]),
    namespace: word(context["namespace"]),
    featureGroup: word(context["feature_group"]),
  };
}

/** One that means an error is a name, and needs no second look. */
function levelOf(fields: Fields): string | null {
  const level = levelIn(fields);
  return level !== null && ERROR_LEVELS.has(level) ? level : word(level?.toUpperCase());
}

function levelIn(fields: Fields): string | null {
  return textOf(fields["level"] ?? fields["severity"]);
}

/** Most are in capital letters already. */
function isErrorLevel(level: string | null): boolean {
  return level !== null && (ERROR_LEVELS.has(level) || ERROR_LEVELS.has(level.toUpperCase()));
}

function parseObject(text: string): Fields | null {
  if (!text.startsWith("{")) return null;
  const value = parseJson(text);
  return value === undefined ? null : asObject(value);
}

const NO_FIELDS: Fields = {};

function asObject(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : NO_FIELDS;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The values of allow-listed keys are names; anything else in their place is left out. */
function word(value: unknown): string | null {
  if (typeof value !== "string" || !/^[A-Za-z][\w.:-]{0,79}$/.test(value)) return null;
  // Without a digit and a colon it has the form of no token and no password, which spares most lines the look.
  return /[\d:]/.test(value) && withoutTelling(value) !== value ? null : value;
}

function timeOf(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? null : ms;
}
