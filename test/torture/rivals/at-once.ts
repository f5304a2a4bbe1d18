import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random.ts";
import { type Rival, rivalHere } from "./operators.ts";
import { rivalsPlatform } from "./platform.ts";
import { builtProgram, rivalProcess } from "./process.ts";
import { changesIn, couldNotLook, madeBy, notTold } from "./told.ts";

/**
 * Those in this process come behind the processes, which have to start first: spread over as much of the time that all of them took to diagnose, so that what
 * a busy machine can carry is not what is measured. At least so long:
 */
const SPREAD = { ofDiagnosis: 0.2, leastMs: 1_500 };
/** So many look at the platform at a time. */
const LOOKING = 8;

/** So many of the operators may find the platform too busy to look at, on a machine that is; they say so, and change nothing. */
const BLIND_SHARE = 0.1;

export interface Crowd {
  readonly wrong: readonly string[];
  /** How many could not look after their approval, and so were told that instead of who was first. */
  readonly blind: number;
}

/** So many approve the same mitigation at once; three of them are processes of their own. */
export async function atOnce(operators: number, processes: number, random: Random): Promise<Crowd> {
  const program = await builtProgram();
  const { sandbox, accepted } = await rivalsPlatform(1 + random.below(1_000));
  const rivals: Rival[] = [];
  try {
    for (let number = 0; number < operators; number += 1)
      rivals.push(number < processes ? await rivalProcess(sandbox, program) : await rivalHere(sandbox, number));
    const beganAtMs = Date.now();
    const digests = await inTurns(rivals, (rival) => rival.diagnose());
    const spreadMs = Math.max(SPREAD.leastMs, Math.round((Date.now() - beganAtMs) * SPREAD.ofDiagnosis));
    if (accepted.length > 0) return { wrong: [`${accepted.length} writes before anybody approved`], blind: 0 };
    const documents = await Promise.all(
      rivals.map(async (rival, at) => {
        if (at >= processes) await sleep(random.below(spreadMs));
        const digest = digests[at] ?? null;
        return digest === null ? null : await rival.approve(digest);
      }),
    );
    await sandbox.close();
    const changes = changesIn(accepted);
    const first = changes[0] === undefined ? null : madeBy(changes[0]);
    const winner = documents.find((document) => document?.run.id === first);
    const losers = documents.filter((document) => document !== winner);
    const untold = losers.flatMap((document) => {
      if (document === null) return [{ words: "one was offered nothing", blind: false }];
      const words = notTold(document, first ?? "?");
      return words === null ? [] : [{ words, blind: couldNotLook(document) }];
    });
    const blind = untold.filter((one) => one.blind).length;
    const tooMany = blind > operators * BLIND_SHARE;
    return {
      blind,
      wrong: [
        ...(changes.length === 1 ? [] : [`${changes.length} changes were made`]),
        ...(winner?.outcome === "resolved" ? [] : [`the one who made it ended with ${winner?.outcome ?? "nothing"}`]),
        ...untold.filter((one) => tooMany || !one.blind).map(({ words }) => words),
      ],
    };
  } finally {
    await Promise.all(rivals.map((rival) => rival.close()));
    await sandbox.close();
  }
}

async function inTurns<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<readonly R[]> {
  const answers = new Map<number, R>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) answers.set(at, await ask(all[at] as T));
  };
  await Promise.all(Array.from({ length: LOOKING }, worker));
  return all.map((_, at) => answers.get(at) as R);
}
