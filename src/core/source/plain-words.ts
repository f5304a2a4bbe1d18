import type { z } from "zod";

type Issue = z.core.$ZodRawIssue;
type Found<Code extends Issue["code"]> = Extract<Issue, { readonly code: Code }>;

/**
 * How a schema is asked where a person may read its complaints: `schema.safeParse(value, IN_PLAIN_WORDS)`. Each message then goes on after the name of
 * what is wrong ("must be a text"); what a schema says itself stays as it is.
 */
export const IN_PLAIN_WORDS = {
  reportInput: true,
  error: inPlainWords,
} satisfies z.core.ParseContext<z.core.$ZodIssue>;

/** What a value must be, to stand after its name. The compiler refuses a kind of complaint that has no words. */
function inPlainWords(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : kindWords(issue.expected);
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_format":
      return formatWords(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return `must not have the ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.join(", ")}`;
    case "invalid_union":
      return unionWords(issue);
    case "invalid_key":
      return `has another name than it may have${first(issue.issues)}`;
    case "invalid_element":
      return `has an entry that does not fit${first(issue.issues)}`;
    case "invalid_value":
      return issue.input === undefined ? "is missing" : `must be ${oneOf(issue.values)}`;
    case "custom":
      return "does not fit";
  }
}

/** "a text", "a whole number": what a type's name means to a person. */
export function kindOf(expected: string): string {
  return KINDS.get(expected) ?? "of another kind";
}

/** "P1", or "one of P1, P2". */
export function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(", ")}`;
}

/** Several of "must be …" as one sentence. */
export function either(words: readonly string[]): string {
  const own = [...new Set(words)];
  return own.every((one) => one.startsWith(MUST))
    ? `${MUST}${own.map((one) => one.slice(MUST.length)).join(" or ")}`
    : own.join(", or ");
}

const MUST = "must be ";

const KINDS: ReadonlyMap<string, string> = new Map([
  ["string", "a text"],
  ["number", "a number"],
  ["nan", "a number"],
  ["int", "a whole number"],
  ["bigint", "a whole number"],
  ["boolean", "true or false"],
  ["null", "empty"],
  ["date", "a time"],
  ["array", "a list"],
  ["tuple", "a list"],
  ["set", "a list"],
  ["object", "a mapping"],
  ["record", "a mapping"],
  ["map", "a mapping"],
  ["file", "a file"],
]);

/** What the schema does not want at all. */
const NOTHING = new Set(["never", "undefined", "void"]);

function kindWords(expected: string): string {
  return NOTHING.has(expected) ? "must not be there" : `${MUST}${kindOf(expected)}`;
}

/** What is counted of a value that has a size; null where the value itself is compared. */
function counted(origin: string): string | null {
  if (origin === "string") return "characters";
  if (origin === "file") return "bytes";
  return ["array", "set", "map"].includes(origin) ? "entries" : null;
}

function tooSmall({ origin, minimum, inclusive, exact }: Found<"too_small">): string {
  const unit = counted(origin);
  if (unit !== null) {
    if (exact === true) return `must have exactly ${minimum} ${unit}`;
    return Number(minimum) === 1 ? "must not be empty" : `must have at least ${minimum} ${unit}`;
  }
  if (origin === "date") return `must not be before ${new Date(Number(minimum)).toISOString()}`;
  return inclusive === true ? `must be at least ${minimum}` : `must be more than ${minimum}`;
}

function tooBig({ origin, maximum, inclusive, exact }: Found<"too_big">): string {
  const unit = counted(origin);
  if (unit !== null) {
    const most = Number(maximum) === 1 ? unit.replace(/ies$/, "y").replace(/s$/, "") : unit;
    return `must have ${exact === true ? "exactly" : "at most"} ${maximum} ${most}`;
  }
  if (origin === "date") return `must not be after ${new Date(Number(maximum)).toISOString()}`;
  return inclusive === true ? `must be at most ${maximum}` : `must be less than ${maximum}`;
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ["email", "an e-mail address"],
  ["url", "a URL, such as https://example.com/path"],
  ["datetime", "a time such as 2026-11-28T03:06:40Z"],
  ["date", "a date such as 2026-11-28"],
  ["time", "a time of day such as 03:06:40"],
  ["duration", "a duration such as PT10M"],
  ["uuid", "a UUID"],
  ["guid", "a UUID"],
  ["ipv4", "an IPv4 address"],
  ["ipv6", "an IPv6 address"],
  ["mac", "a MAC address"],
  ["cidrv4", "a range of IPv4 addresses such as 10.0.0.0/8"],
  ["cidrv6", "a range of IPv6 addresses such as fd00::/8"],
  ["base64", "base64"],
  ["base64url", "base64 for URLs"],
  ["json_string", "JSON"],
  ["jwt", "a JSON Web Token"],
]);

function formatWords(issue: Found<"invalid_format">): string {
  const of = (field: string): string => JSON.stringify(issue[field] ?? "");
  if (issue.format === "starts_with") return `must begin with ${of("prefix")}`;
  if (issue.format === "ends_with") return `must end with ${of("suffix")}`;
  if (issue.format === "includes") return `must contain ${of("includes")}`;
  const known = FORMATS.get(issue.format);
  if (known !== undefined) return `${MUST}${known}`;
  return issue.pattern === undefined ? "must be written otherwise" : `must match ${issue.pattern}`;
}

function unionWords(issue: Found<"invalid_union">): string {
  if (issue.inclusive === false) return "fits several kinds, and must fit one";
  const options = issue.errors.flatMap((errors) => errors.slice(0, 1));
  if (options.length > 0) return either(options.map(({ message }) => message));
  return (issue.options ?? []).length === 0
    ? "is of no kind that is known here"
    : `${MUST}${oneOf(issue.options ?? [])}`;
}

function first(issues: readonly { readonly message: string }[]): string {
  return issues[0] === undefined ? "" : `: it ${issues[0].message}`;
}
