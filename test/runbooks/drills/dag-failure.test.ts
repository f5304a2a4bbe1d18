import { drillsOf } from "./drills-of.ts";

drillsOf("dag-failure");
