import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ask } from "./agreement/ask.ts";
import { exchanges } from "./agreement/exchanges.ts";
import { likeness, type Likeness } from "./agreement/likeness.ts";
import { testSandbox } from "./harness.ts";

const recorded = JSON.parse(readFileSync(new URL("agreement/recorded.json", import.meta.url), "utf8")) as Record<
  string,
  Likeness
>;

it("answers as a real API server did, in status, refusals and fields", async () => {
  await using started = await testSandbox({ fault: "none" });
  const tls = { ca: started.ca, headers: { Authorization: `Bearer ${started.token}` } };
  const answers: Record<string, Likeness> = {};
  for (const exchange of exchanges) {
    const reply = await ask(started.sandbox.kubernetesUrl, tls, "ml", exchange);
    answers[exchange.name] = likeness(exchange, reply, "ml");
  }
  expect(answers).toEqual(recorded);
});
