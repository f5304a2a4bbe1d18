import { randomBytes } from "node:crypto";
import { chmod, link, rename, unlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Claim } from "../world.ts";
import { AnswerLine } from "./answer-line.ts";
import { isListening } from "./connect.ts";
import { generations, holderFile, latestGeneration } from "./holder-files.ts";
import { withShortSocketPath } from "./short-socket-path.ts";

/** Contenders give way to each other at most this often; each time one of them has won. */
const MAX_TRIES = 50;

/**
 * Takes the run unless a living process holds it; decides between any number that try at once, and needs no cleaning up after a crash.
 *
 * Each holder has a generation, one above the last, and a socket `holder.<generation>` in the run's folder; the holder is the highest one, and lives
 * while somebody listens on it. A contender listens first under a name of its own and then links that socket to the next generation's name, which
 * succeeds for one alone. The highest file is never removed, so that generations only grow: whoever was overtaken between looking and linking sees a
 * higher one when it looks again, and steps back. `beforeLink` lets a test widen that gap.
 */
export async function claimRun(runFolder: string, beforeLink = async (): Promise<void> => {}): Promise<Claim | "held"> {
  const answers = new AnswerLine();
  const own = `claim-${randomBytes(4).toString("hex")}`;
  let server: Server | null = null;
  try {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const latest = await latestGeneration(runFolder);
      if (latest > 0 && (await isListening(runFolder, holderFile(latest)))) return "held";
      server ??= await listen(runFolder, own, answers);
      const generation = latest + 1;
      await beforeLink();
      if (!(await linked(runFolder, own, generation))) continue;
      if ((await latestGeneration(runFolder)) > generation) {
        await unlink(join(runFolder, holderFile(generation)));
        continue;
      }
      await unlink(join(runFolder, own));
      await removeOlder(runFolder, generation);
      const claim = claimOf(runFolder, generation, server, answers);
      server = null;
      return claim;
    }
    return "held";
  } finally {
    // Closing the server removes the socket's own name as well.
    server?.close();
  }
}

function claimOf(runFolder: string, generation: number, server: Server, answers: AnswerLine): Claim {
  return {
    serve: (handler) => answers.serve(handler),
    stillHeld: async () => (await latestGeneration(runFolder)) === generation,
    release: async () => {
      await leaveMarker(runFolder, generation);
      answers.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(runFolder: string, name: string, answers: AnswerLine): Promise<Server> {
  const server = createServer((socket) => answers.attend(socket));
  await withShortSocketPath(
    runFolder,
    name,
    (path) =>
      new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ path, backlog: 64 }, () => {
          server.off("error", reject);
          resolve();
        });
      }),
  );
  await chmod(join(runFolder, name), 0o600);
  return server;
}

/** false when another contender has this generation. */
async function linked(runFolder: string, own: string, generation: number): Promise<boolean> {
  try {
    await link(join(runFolder, own), join(runFolder, holderFile(generation)));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function removeOlder(runFolder: string, generation: number): Promise<void> {
  const older = (await generations(runFolder)).filter((other) => other < generation);
  await Promise.all(older.map((other) => unlink(join(runFolder, holderFile(other))).catch(() => undefined)));
}

/** Leaves a plain file in the socket's place: generations must go on growing, and a folder with sockets in it is awkward to copy or search. */
async function leaveMarker(runFolder: string, generation: number): Promise<void> {
  const marker = join(runFolder, `left-${randomBytes(4).toString("hex")}`);
  try {
    await writeFile(marker, "", { mode: 0o600, flag: "wx" });
    await rename(marker, join(runFolder, holderFile(generation)));
  } catch {
    // A full or vanished folder: the dead socket says the same.
    await unlink(marker).catch(() => undefined);
  }
}
