import { drillsOf } from "./drills-of.ts";

drillsOf("streaming-lag", "runs");
