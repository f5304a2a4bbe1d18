import { drillsOf } from "./drills-of.ts";

drillsOf("disk-usage");
