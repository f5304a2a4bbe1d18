import { describe, inject } from "vitest";
import { flinkContract } from "../../contract/flink-contract.ts";
import { labPlace } from "../streaming/flink/flink-lab-place.ts";
import "../streaming/injected.ts";

describe.skipIf(inject("streaming") === null)("Flink with its default scheduler", () => {
  flinkContract(() => labPlace({ scheduler: "default", slots: 4 }));
});

describe.skipIf(inject("streaming") === null)("Flink with its adaptive scheduler", () => {
  flinkContract(() => labPlace({ scheduler: "adaptive", slots: 4 }));
});
