import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "../../../bench/median.ts";
import { timedProcess } from "../../../bench/timed-process.ts";
import { toldOfPods } from "./told-of-pods.ts";
import { wideRuns } from "./wide-run.ts";
import { wideServer } from "./wide-server.ts";

const PLAIN = fileURLToPath(new URL("plain-fetch.mjs", import.meta.url));
const DEPLOYMENT = { deployment: "feature-api" };
const CHECKS = [
  { id: "pods", title: "pods", "kubernetes.pods": DEPLOYMENT },
  { id: "rollout", title: "the newest release", "kubernetes.rollout": DEPLOYMENT },
  { id: "endpoints", title: "endpoints", "kubernetes.endpoints": { service: "feature-api" } },
  { id: "logs", title: "100,000 lines", "kubernetes.logs": { ...DEPLOYMENT, tail: 2_000 } },
];

/** A machine is now faster and now slower, for all that it runs: rounds go on until the ratio is met, or there were enough of them. */
export interface Rounds {
  readonly atLeast: number;
  readonly atMost: number;
  readonly ratio: number;
}

export interface ThousandsOfPods {
  readonly peakMib: number;
  /** Of all answers to one run. */
  readonly bytes: number;
  /** The medians of the rounds, each beyond the start of its own process. */
  readonly oursMs: number;
  readonly plainMs: number;
  /** The median of the rounds' own. */
  readonly ratio: number;
  readonly breaches: readonly string[];
}

/**
 * A dry run of five checks. Its time is its wall time without that of a process that reads the same runbook and asks nobody (`bigops validate`);
 * beside it the wall time of a process that fetches the same answers and JSON.parses them, without that of an empty one. In turns; the median of
 * the rounds, since the best of one side may come from a faster moment than the best of the other.
 */
export async function thousandsOfPods(
  program: string,
  { atLeast, atMost, ratio }: Rounds,
  note: (line: string) => void,
): Promise<ThousandsOfPods> {
  const server = await wideServer();
  const runs = wideRuns(program, {
    environment: { kubernetes: { kubeconfig: "kubeconfig" } },
    checks: CHECKS,
    apiServer: server.url,
  });
  try {
    const screen = await runs.screen();
    server.served();
    const { document } = await runs.json();
    const served = server.served();
    const bytes = served.reduce((sum, one) => sum + one.bytes, 0);
    const list = `${runs.folder}/served.json`;
    writeFileSync(list, JSON.stringify(served.map(({ path }) => path)));
    const ours: number[] = [];
    const plain: number[] = [];
    /** What burdens the machine for a while burdens both sides of a round. */
    const ratioSoFar = () => median(ours.map((ms, round) => ms / (plain[round] ?? ms)));
    let peakMib = 0;
    for (let round = 0; round < atMost; round += 1) {
      if (round >= atLeast && ratioSoFar() <= ratio) break;
      const fetched = await timedProcess(process.execPath, [PLAIN, server.url, list]);
      if (Number(fetched.stdout) !== bytes) throw new Error(`fetched ${fetched.stdout} bytes, served were ${bytes}`);
      const empty = await timedProcess(process.execPath, ["--eval", "0"]);
      const run = await runs.json();
      const startMs = await runs.startMs();
      note(
        `round ${round + 1}: a dry run ${Math.round(run.durationMs)} ms, its start ${Math.round(startMs)} ms, ${Math.round(run.peakMib)} MiB;` +
          ` fetch and parse ${Math.round(fetched.durationMs)} ms, its start ${Math.round(empty.durationMs)} ms`,
      );
      ours.push(run.durationMs - startMs);
      plain.push(fetched.durationMs - empty.durationMs);
      peakMib = Math.max(peakMib, run.peakMib);
    }
    const breaches = toldOfPods(document, screen);
    return { peakMib, bytes, oursMs: median(ours), plainMs: median(plain), ratio: ratioSoFar(), breaches };
  } finally {
    runs.close();
    await server.close();
  }
}
