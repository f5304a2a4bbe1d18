import type { Family } from "../family.ts";
import { automator } from "./automator.ts";
import { featureStore } from "./feature-store.ts";
import { freshness } from "./freshness.ts";
import { infrastructure } from "./infrastructure.ts";
import { serving } from "./serving.ts";

/** Every metric of the platform that is computed from its pods, its configuration and the conditions. */
export const families: readonly Family[] = [...featureStore, ...serving, ...freshness, ...automator, ...infrastructure];
