import { drillsOf } from "./drills-of.ts";

drillsOf("latency");
