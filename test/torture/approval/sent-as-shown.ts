import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ProposalEntry } from "../../../src/core/document/run-document.ts";
import type { Json } from "../../../src/core/json.ts";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import type { ChangeScene } from "./change-scenes.ts";
import { type WatchedPlatform, watchedPlatform } from "./watched-platform.ts";
import { type WatchedRun, watchedRun } from "./watched-run.ts";

interface Compared {
  /** How many writes were sent and compared. */
  readonly writes: number;
  readonly wrong: readonly string[];
}

/** One change, then its inverse: what was shown, what the journal holds and what came to the servers, side by side. */
export async function sentAsShown(scene: ChangeScene, seed: number): Promise<Compared> {
  const platform = await watchedPlatform(scene.fault, seed);
  const run = await watchedRun(scene, platform);
  try {
    const proposed = await run.go([]);
    const shown = proposed.proposals[0];
    if (shown === undefined) return none(`nothing was proposed: ${JSON.stringify(proposed.unavailable ?? null)}`);
    if (platform.sent().length > 0) return none(`sent before anybody approved: ${platform.sent().join("; ")}`);
    const changed = await approved(run, platform, shown);
    if (shown.plan.undo === null) return changed;
    const asked = await run.undo(shown.id);
    const inverse = asked.proposals.find(({ undoes }) => undoes === shown.id);
    if (inverse === undefined) return { ...changed, wrong: [...changed.wrong, "its undo was not offered"] };
    const undone = await approved(run, platform, inverse);
    return { writes: changed.writes + undone.writes, wrong: [...changed.wrong, ...undone.wrong] };
  } finally {
    await run.close();
    await platform.close();
  }
}

function none(wrong: string): Compared {
  return { writes: 0, wrong: [wrong] };
}

async function approved(run: WatchedRun, platform: WatchedPlatform, shown: ProposalEntry): Promise<Compared> {
  const before = platform.sent().length;
  if (shown.digest === null) return none(`${shown.id} has no digest: ${shown.reason ?? shown.status}`);
  const after = await run.approve(shown.digest);
  const sent = platform.sent().slice(before);
  const journal = await run.journal();
  const planned = of("planned", journal, shown.id);
  const wrong = planned.flatMap(({ plan, stage }) =>
    same(plan.writes, shown.plan.writes) ? [] : [`the journal's plan (${stage}) is not the one that was shown`],
  );
  const receipts = of("received", journal, shown.id).filter(({ receipt }) => receipt.outcome === "applied");
  if (receipts.length !== shown.plan.writes.length)
    wrong.push(`${receipts.length} of ${shown.plan.writes.length} were made: ${JSON.stringify(after.proposals)}`);
  const expected = shown.plan.writes.flatMap((write) => {
    const intent = of("intended", journal, shown.id).findLast((event) => event.write === write.id);
    if (intent === undefined) return [`${write.method} ${write.path}: no intent`];
    return whatComes(write, intent, shown.id, after.run.id);
  });
  const came = sent.map((request) => asCame(request, platform.jar));
  if (!isDeepStrictEqual(came, expected))
    wrong.push(`shown and recorded:\n${expected.join("\n")}\nwhat came:\n${came.join("\n")}`);
  return { writes: shown.plan.writes.length, wrong };
}

function of<T extends "planned" | "intended" | "received">(
  type: T,
  journal: readonly RunEvent[],
  proposal: string,
): readonly EventOf<T>[] {
  return journal.filter(
    (event): event is EventOf<T> => event.type === type && "proposal" in event && event.proposal === proposal,
  );
}

function same(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

/** The write as it was shown, with what its intent on the disk puts in the place of the placeholders. */
function whatComes(
  { body, id, method, path }: ProposalEntry["plan"]["writes"][number],
  { detail, resourceVersion }: EventOf<"intended">,
  proposal: string,
  run: string,
): readonly string[] {
  // A jar that is there already is not sent a second time.
  if (path === "/jars/upload" && detail["jar"] !== undefined) return [];
  const values = { ...detail, resourceVersion, mark: `${run}/${proposal}/${id}` };
  const fill = (text: string): string =>
    text.replaceAll(/\$\{(resourceVersion|mark|jar|savepoint)\}/g, (found, name: keyof typeof values) =>
      values[name] === undefined ? found : String(values[name]),
    );
  return [`${method} ${fill(path)} ${sortedJson(JSON.parse(fill(JSON.stringify(body ?? null))) as Json)}`];
}

/** A request of a front, as plain as what it is compared with: without who manages the fields; of a file its name and hash. */
function asCame(request: string, jar: Buffer): string {
  const [method = "", url = "", ...rest] = request.split(" ");
  const path = url.replace(/[?&](fieldManager|fieldValidation)=[^&]*/g, "");
  const body = rest.join(" ");
  const name = /filename="([^"]+)"/.exec(body)?.[1];
  if (name !== undefined) {
    const sha256 = createHash("sha256").update(jar).digest("hex");
    const whole = body.includes(jar.toString("utf8"));
    return `${method} ${path} ${sortedJson({ jarfile: name, sha256: whole ? sha256 : "?", sizeBytes: jar.length })}`;
  }
  return `${method} ${path} ${sortedJson(body === "" ? null : (JSON.parse(body) as Json))}`;
}

function sortedJson(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}
