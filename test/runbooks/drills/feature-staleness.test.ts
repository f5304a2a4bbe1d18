import { drillsOf } from "./drills-of.ts";

drillsOf("feature-staleness");
