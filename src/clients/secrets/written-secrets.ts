import { withoutControls } from "../../core/text/plain-text.ts";

/** The texts that a secret's value is told by: itself, on one line, and of a key in PEM each line and the body, since text is wrapped and cut between them. */
export function writtenSecrets(value: string): ReadonlySet<string> {
  const trimmed = value.trim();
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const body = lines.filter((line) => line !== "" && !line.startsWith("-----"));
  const secrets = new Set([value, trimmed, withoutControls(trimmed), withoutControls(trimmed).replace(/\s+/g, " ")]);
  if (lines.length > 1)
    for (const line of [...body.filter(({ length }) => length >= 20), body.join("")]) secrets.add(line);
  secrets.delete("");
  return secrets;
}
