import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { TROUBLES, troubleOf, type Trouble } from "./agreement/trouble.ts";
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

const troubles = JSON.parse(
  readFileSync(new URL("agreement/recorded-troubles.json", import.meta.url), "utf8"),
) as Record<string, Trouble>;

it.each(TROUBLES)("is in trouble as a real platform is: %s", async (fault) => {
  await using started = await testSandbox({ fault });
  const tls = { ca: started.ca, headers: { Authorization: `Bearer ${started.token}` } };
  expect(await troubleOf(started.sandbox.kubernetesUrl, tls, "ml")).toEqual(troubles[fault]);
});
