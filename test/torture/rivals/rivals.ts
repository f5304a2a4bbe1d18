import { Random } from "../random.ts";
import type { Breach, Trial } from "../trial.ts";
import { atOnce } from "./at-once.ts";

const OPERATORS = 50;
const PROCESSES = 3;
const ROUNDS = { short: 1, long: 10 };

/** Many operators approve the same mitigation of the same target at once: it is made once, and the others are told by whom. */
export const rivals: Trial = {
  name: "rivals",
  promise: "no harm",
  async run({ note, seed, short }) {
    const random = new Random(seed);
    const breaches: Breach[] = [];
    let blind = 0;
    const rounds = short ? ROUNDS.short : ROUNDS.long;
    for (let round = 0; round < rounds; round += 1) {
      const { wrong, blind: more } = await atOnce(OPERATORS, PROCESSES, random);
      blind += more;
      note(`round ${round + 1} of ${rounds}: ${wrong.length === 0 ? "one change" : wrong[0]}`);
      const repeat = `--only rivals --seed ${seed}${short ? " --short" : ""}`;
      if (wrong.length > 0) breaches.push({ repeat, story: wrong.slice(0, 8).join("\n") });
    }
    const told = `1 change, the ${OPERATORS - 1} others told who made it${blind === 0 ? "" : `, but for ${blind} who could not look and say so`}`;
    const figure = `${OPERATORS} approve at once: ${breaches.length === 0 ? told : "see below"}, in ${rounds} rounds`;
    return { cases: OPERATORS * rounds, figure, breaches };
  },
};
