import { describe, expect, inject, test } from "vitest";
import { kafkaTool } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";

describe.skipIf(inject("streaming") === null)("the lab's broker", () => {
  test("serves the reference tools", async () => {
    const { plain } = kafkaFromInjected();
    const said = await kafkaTool(plain, "kafka.admin.ConfigCommand", ["--describe", "--entity-type", "users"]);
    expect(said).toContain("alice");
  });
});
