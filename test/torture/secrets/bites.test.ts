import { describe, expect, it } from "vitest";
import { redaction } from "../../../src/cli/run/redaction.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { renderEvent } from "../../../src/reporters/events.ts";
import { renderJson } from "../../../src/reporters/json.ts";
import { renderJunit } from "../../../src/reporters/junit.ts";
import { check, document } from "../../reporters/documents.ts";
import { Random } from "../random.ts";
import { breachesIn } from "./breaches-in.ts";
import { listed, makeCanaries } from "./canaries.ts";
import { ENCODINGS } from "./encodings.ts";

const canaries = listed(makeCanaries(new Random(3))).filter(({ kind }) => kind === "loaded");
const [canary = { name: "", value: "", kind: "loaded" as const }] = canaries;

/** What a hostile server said, as it comes out of each output; redacted, or not in one of them. */
function outputs(said: string, open: string | null): { readonly where: string; readonly text: string }[] {
  const registry = secretRegistry();
  for (const { name, value } of canaries) registry.add(name, value);
  const redact = (where: string, text: string) => (where === open ? text : registry.redact(text));
  const story = (where: string) =>
    document({ checks: [check("pods", { verdict: "fail", summary: redact(where, said) })] });
  const event = { type: "plan-failed", atMs: 0, proposal: "a", stage: "first", recheck: null, reason: said } as never;
  return [
    { where: "json", text: renderJson(story("json")) },
    { where: "junit", text: renderJunit(story("junit")) },
    { where: "events", text: renderEvent(open === "events" ? event : redaction(registry)(event)) },
    { where: "terminal", text: redact("terminal", said) },
  ];
}

describe("the trial", () => {
  it.each(ENCODINGS)("finds nothing of a secret told $name where every output is redacted", ({ encode }) => {
    expect(breachesIn(outputs(encode(canary.value), null), canaries)).toEqual([]);
  });

  it.each(
    ENCODINGS.flatMap(({ name, encode }) =>
      ["json", "junit", "events", "terminal"].map((open) => [open, name, encode] as const),
    ),
  )("turns red where %s is not redacted, and it was told %s", (open, _, encode) => {
    const breaches = breachesIn(outputs(encode(canary.value), open), canaries);
    expect(breaches.map((breach) => breach.split(":")[0])).toContain(open);
  });

  it("sees ten characters of one, and one that a terminal broke", () => {
    const begin = canary.value.slice(0, 12);
    expect(breachesIn([{ where: "x", text: `it said ${begin}…` }], canaries)).toHaveLength(1);
    expect(
      breachesIn([{ where: "x", text: `${begin.slice(0, 5)}\u001b[31m\r\n    ${begin.slice(5)}` }], canaries),
    ).toHaveLength(1);
  });

  it("lets a journal hold a foreign text in what will be sent, and nowhere else", () => {
    const foreign = { name: "mail address", value: "jane.roe.canary@mail.test", kind: "foreign" as const };
    const line = (event: unknown) => [{ where: "journal.jsonl", text: JSON.stringify({ seq: 1, event }) }];
    expect(breachesIn(line({ plan: { writes: [{ body: foreign.value }] } }), [foreign])).toEqual([]);
    expect(breachesIn(line({ plan: { changes: [foreign.value] } }), [foreign])).toHaveLength(1);
    const loaded = { ...foreign, kind: "loaded" as const };
    expect(breachesIn(line({ plan: { writes: [{ body: foreign.value }] } }), [loaded])).toHaveLength(1);
  });
});
