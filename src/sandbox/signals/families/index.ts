import type { Family } from "../family.ts";
import { featureStore } from "./feature-store.ts";
import { serving } from "./serving.ts";

/** Every metric of the platform that is computed from its pods, its configuration and the conditions. */
export const families: readonly Family[] = [...featureStore, ...serving];
