import { drillsOf } from "./drills-of.ts";

drillsOf("replica-unhealthy");
