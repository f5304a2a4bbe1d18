import { describe } from "vitest";
import { kafkaContract } from "./kafka-contract.ts";
import { sandboxKafka } from "./kafka-sandbox.ts";

describe("Kafka on the sandbox", () => {
  kafkaContract(sandboxKafka);
});
