import type { Labels } from "../../labels.ts";
import type { StepSeries } from "../steps.ts";

/** The series that an aggregation puts together, and the labels by which it does. */
export interface Group {
  labels: Labels;
  members: StepSeries[];
}
