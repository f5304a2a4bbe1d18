import { builtProgram } from "../../../bench/built-program.ts";
import { manyPartitions } from "../../../bench/many-partitions.ts";
import type { Trial } from "../trial.ts";
import { hugeAnswer } from "./huge-answer.ts";
import { thousandsOfPods } from "./thousands-of-pods.ts";

/** Of any process of bigops, resident, at its peak. */
const MOST_MIB = 256;
/** What a dry run takes beyond its start, beside a process that fetches the same answers and parses them. */
const MOST_RATIO = 1.5;

const SHORT = { atLeast: 3, atMost: 8 };
const LONG = { atLeast: 9, atMost: 15 };

/**
 * One run of a very large platform: 5,000 pods, 1,000 ReplicaSets, 100,000 log lines; the lag of 10,000 partitions; 50 MB of series. It stays within
 * its memory and near the time that nobody can do without, tells a page, and says of each limit that it met one.
 */
export const scale: Trial = {
  name: "scale",
  promise: "bounded",
  run: async ({ short, note }) => {
    const program = builtProgram();
    const pods = await thousandsOfPods(program, { ...(short ? SHORT : LONG), ratio: MOST_RATIO }, note);
    const huge = await hugeAnswer(program);
    const lag = await manyPartitions(program);
    const peaks = { "5,000 pods": pods.peakMib, "50 MB of series": huge.peakMib, "10,000 partitions": lag.peakMib };
    const stories = [
      ...pods.breaches,
      ...huge.breaches,
      ...Object.entries(peaks).flatMap(([what, mib]) =>
        mib <= MOST_MIB ? [] : [`${what}: ${Math.round(mib)} MiB at the peak, ${MOST_MIB} are allowed`],
      ),
      ...(pods.ratio <= MOST_RATIO
        ? []
        : [`5,000 pods: ${pods.ratio.toFixed(2)} times as long as a plain fetch and parse, ${MOST_RATIO} are allowed`]),
    ];
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    note(`beyond their starts: a dry run ${seconds(pods.oursMs)}, fetch and JSON.parse ${seconds(pods.plainMs)}`);
    return {
      cases: 3,
      figure: [
        ...Object.entries(peaks).map(([what, mib]) => `${what} ${Math.round(mib)} MiB`),
        `${pods.ratio.toFixed(2)} × fetch and parse of the same ${Math.round(pods.bytes / 1e6)} MB`,
        `lag ${seconds(lag.durationMs)}`,
      ].join(", "),
      breaches: stories.map((story) => ({ repeat: "--only scale", story })),
    };
  },
};
