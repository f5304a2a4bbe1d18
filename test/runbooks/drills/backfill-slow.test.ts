import { drillsOf } from "./drills-of.ts";

drillsOf("backfill-slow");
