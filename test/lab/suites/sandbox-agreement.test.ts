import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask } from "../../sandbox/agreement/ask.ts";
import { exchanges } from "../../sandbox/agreement/exchanges.ts";
import { likeness, type Likeness } from "../../sandbox/agreement/likeness.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";

const RECORD = new URL("../../sandbox/agreement/recorded.json", import.meta.url);

describeLab("what the sandbox is compared with", () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster(), { minAvailable: 2 });
  });
  afterAll(() => platform.close());

  it("is what the real API server answers; RECORD_AGREEMENT=1 writes it anew", async () => {
    const { pkiFolder, serverUrl } = platform.cluster;
    const file = (name: string) => readFileSync(join(pkiFolder, name));
    const tls = { ca: file("ca.crt"), cert: file("admin.crt"), key: file("admin.key") };
    const answers: Record<string, Likeness> = {};
    for (const exchange of exchanges) {
      const reply = await ask(serverUrl, tls, platform.namespace, exchange);
      answers[exchange.name] = likeness(exchange, reply, platform.namespace);
    }
    if (process.env["RECORD_AGREEMENT"] === "1") {
      writeFileSync(RECORD, `${JSON.stringify(answers, null, 2)}\n`);
    }
    expect(answers).toEqual(JSON.parse(readFileSync(RECORD, "utf8")));
  });
});
