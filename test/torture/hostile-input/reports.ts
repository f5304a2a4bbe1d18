import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { renderEvent } from "../../../src/reporters/events.ts";
import { renderJson } from "../../../src/reporters/json.ts";
import { renderJunit } from "../../../src/reporters/junit.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import type { View } from "../../../src/reporters/text/view.ts";
import { renderWhy } from "../../../src/reporters/text/why.ts";
import type { Random } from "../random.ts";
import { NOW_MS } from "./corpus.ts";
import { unfitForTerminal } from "./shown.ts";
import { unfitXml } from "./well-formed-xml.ts";

/** Everything that makes text of a run; handed in, so that one which does not escape can be put in its place. */
export interface Reporters {
  readonly screen: typeof renderScreen;
  readonly why: typeof renderWhy;
  readonly json: typeof renderJson;
  readonly junit: typeof renderJunit;
  readonly event: typeof renderEvent;
}

export const REPORTERS: Reporters = {
  screen: renderScreen,
  why: renderWhy,
  json: renderJson,
  junit: renderJunit,
  event: renderEvent,
};

/** Why a report of this run may not be shown or sent; null where all are as they should be. */
export function unfitReport(
  document: RunDocument,
  event: RunEvent,
  { screen, why, json, junit, event: line }: Reporters,
  random: Random,
): string | null {
  const view: View = {
    width: 80,
    color: false,
    unicode: random.chance(0.8),
    nowMs: NOW_MS,
    stateDir: null,
    offsetMinutes: () => 60,
  };
  const style = { verbose: random.chance(0.5), ending: true };
  const texts: readonly (readonly [string, () => string, (text: string) => string | null])[] = [
    ["the screen", () => screen(document, style, view), () => null],
    ["why", () => why(document, null, null, view), () => null],
    ["the JSON document", () => json(document), (text) => otherJson(text, document)],
    [
      "the event's line",
      () => line(event),
      (text) => (text.indexOf("\n") === text.length - 1 ? null : "several lines"),
    ],
    ["the JUnit report", () => junit(document), unfitXml],
  ];
  // The screen is what people see; of the others two at a time.
  const first = random.below(texts.length);
  for (const [index, [name, render, unfit]] of texts.entries()) {
    if (index > 0 && index !== first && index !== (first + 1) % texts.length) continue;
    const text = render();
    const complaint = unfitForTerminal(text) ?? unfit(text);
    if (complaint !== null) return `${name}: ${complaint}`;
  }
  return null;
}

/** Escaped it still says the same. */
function otherJson(text: string, document: RunDocument): string | null {
  const same = JSON.stringify(JSON.parse(text)) === JSON.stringify(document);
  return same ? null : "another document than the run's";
}
