import { drillsOf } from "./drills-of.ts";

drillsOf("model-load-failure");
