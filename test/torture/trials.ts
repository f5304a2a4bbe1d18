import { approval } from "./approval/approval.ts";
import { faultMatrix } from "./fault-matrix/fault-matrix.ts";
import { hostileInput } from "./hostile-input/hostile-input.ts";
import { crashMatrix } from "./crash-matrix/crash-matrix.ts";
import { journalDamage } from "./journal-damage/journal-damage.ts";
import { rivals } from "./rivals/rivals.ts";
import { secrets } from "./secrets/secrets.ts";
import { scale } from "./scale/scale.ts";
import { simulation } from "./simulation/simulation.ts";
import type { Trial } from "./trial.ts";

/** Every attack on a promise, in the order in which they run. */
export const trials: readonly Trial[] = [
  simulation,
  faultMatrix,
  journalDamage,
  scale,
  hostileInput,
  crashMatrix,
  rivals,
  approval,
  secrets,
];
