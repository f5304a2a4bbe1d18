import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random.ts";
import { type Rival, rivalHere } from "./operators.ts";
import { rivalsPlatform } from "./platform.ts";
import { builtProgram, rivalProcess } from "./process.ts";
import { changesIn, madeBy, notTold } from "./told.ts";

/** How far those in this process are behind the processes that have to start first. */
const SPREAD_MS = 1_500;
/** So many look at the platform at a time. */
const LOOKING = 8;

/** So many approve the same mitigation at once; three of them are processes of their own. Resolves with what is wrong. */
export async function atOnce(operators: number, processes: number, random: Random): Promise<readonly string[]> {
  const program = await builtProgram();
  const { sandbox, accepted } = await rivalsPlatform(1 + random.below(1_000));
  const rivals: Rival[] = [];
  try {
    for (let number = 0; number < operators; number += 1)
      rivals.push(number < processes ? await rivalProcess(sandbox, program) : await rivalHere(sandbox, number));
    const digests = await inTurns(rivals, (rival) => rival.diagnose());
    if (accepted.length > 0) return [`${accepted.length} writes before anybody approved`];
    const documents = await Promise.all(
      rivals.map(async (rival, at) => {
        if (at >= processes) await sleep(random.below(SPREAD_MS));
        const digest = digests[at] ?? null;
        return digest === null ? null : await rival.approve(digest);
      }),
    );
    await sandbox.close();
    const changes = changesIn(accepted);
    const first = changes[0] === undefined ? null : madeBy(changes[0]);
    const winner = documents.find((document) => document?.run.id === first);
    return [
      ...(changes.length === 1 ? [] : [`${changes.length} changes were made`]),
      ...(winner?.outcome === "resolved" ? [] : [`the one who made it ended with ${winner?.outcome ?? "nothing"}`]),
      ...documents.flatMap((document) => {
        if (document === null) return ["one was offered nothing"];
        if (document === winner) return [];
        return notTold(document, first ?? "?") ?? [];
      }),
    ];
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
