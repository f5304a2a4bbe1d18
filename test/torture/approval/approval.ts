import { startSandbox } from "../../../src/sandbox/start.ts";
import { builtProgram } from "../rivals/process.ts";
import type { Breach, Trial } from "../trial.ts";
import { digestAttacks } from "./digest-attacks.ts";
import { changeScenes } from "./change-scenes.ts";
import { sentAsShown } from "./sent-as-shown.ts";
import { answerCases, type AnswerCase, wronglyApproved } from "./answers.ts";

const AT_ONCE = 5;
const LIVES = { short: 40, long: 2_000 };

/**
 * What approves, and what an approval is of: digests brought elsewhere, later, or to something else; answers that nobody gave at a terminal; and for every
 * action, and its inverse, what was shown beside what the journal holds and what the server was sent.
 */
export const approval: Trial = {
  name: "approval",
  promise: "no harm",
  async run({ note, seed, short }) {
    const repeat = `--only approval --seed ${seed}${short ? " --short" : ""}`;
    const breaches: Breach[] = [];
    const told = (what: string, wrong: readonly string[]): void =>
      void breaches.push(...wrong.map((story) => ({ repeat, story: `${what}: ${story}` })));

    const attacks = digestAttacks(seed, short ? LIVES.short : LIVES.long);
    told("digest", attacks.wrong);
    note(`${attacks.cases} digests replayed: ${attacks.wrong.length} taken`);

    let writes = 0;
    await atATime(changeScenes, async (scene) => {
      const compared = await sentAsShown(scene, seed);
      writes += compared.writes;
      told(scene.action, compared.wrong);
      note(`${scene.action}: ${compared.writes} writes as shown, ${compared.wrong.length} otherwise`);
    });

    const answers = answerCases.filter((one) => !short || one.short);
    told("answers", await answered(answers, seed));
    note(`${answers.length} answers that nobody gave at a terminal`);

    const cases = attacks.cases + writes + answers.length;
    const figure = `0 approved by ${attacks.cases.toLocaleString("en")} replayed digests and ${answers.length} answers; ${writes} writes of ${changeScenes.length} actions sent as shown`;
    return { cases, figure: breaches.length === 0 ? figure : "see below", breaches };
  },
};

/** All of them on one platform, which nobody may have changed in the end. */
async function answered(answers: readonly AnswerCase[], seed: number): Promise<readonly string[]> {
  const program = await builtProgram();
  const made: string[] = [];
  const sandbox = await startSandbox({
    fault: "bad-rollout",
    seed: 1 + (seed % 1_000),
    startedAtMs: Date.now(),
    now: Date.now,
    onMutation: ({ method, path }) => made.push(`somebody's answer made ${method} ${path}`),
  });
  try {
    const wrong: string[] = [];
    await atATime(answers, async (one) => {
      wrong.push(...(await wronglyApproved(program, sandbox, one)).map((what) => `${one.name}: ${what}`));
    });
    return [...wrong, ...made];
  } finally {
    await sandbox.close();
  }
}

async function atATime<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) await work(all[at] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
