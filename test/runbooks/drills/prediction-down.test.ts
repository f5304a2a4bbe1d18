import { drillsOf } from "./drills-of.ts";

drillsOf("prediction-down");
