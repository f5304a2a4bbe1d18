import { drillsOf } from "./drills-of.ts";

drillsOf("cache-hit-rate");
