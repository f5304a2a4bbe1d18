import { randomInt } from "node:crypto";

/** No vowels and nothing that looks like something else: an id is read aloud at night. */
const ALPHABET = "23456789bcdfghjkmnpqrstvwxz";

/** A new run's id: the runbook's initials and four characters, e.g. "fsd-7k2m". */
export function newRunId(runbook: string): string {
  const initials = runbook
    .split("-")
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 6);
  const tail = Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${initials || "run"}-${tail}`;
}
