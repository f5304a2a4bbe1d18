import { SECOND_MS } from "../../world/time.ts";
import { since } from "../since.ts";

/** When the trouble of these faults began: long enough for three windows of it, and for its alert to fire. */
export const ONSET_MS = -420 * SECOND_MS;

/** Conditions that hold from the onset on. */
export const sinceOnset = since(ONSET_MS);
