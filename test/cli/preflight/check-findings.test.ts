import { expect, test } from "vitest";
import { checkFindings } from "../../../src/cli/preflight/check-findings.ts";
import { askOnce, type PreflightScene } from "../../../src/cli/preflight/preflight-scene.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import type { Check } from "../../../src/core/runbook/runbook.ts";
import { httpServer, sendJson } from "../../clients/servers.ts";

/** Its end looks random and is hidden by its form; then nothing but the beginning is left of it, which nobody knows any more. */
const SECRET = "wuYnjqgWjt%hK7pQ2xLm9Zt4Vb8";

test("a secret in an answer is known as one before anything of it is hidden or cut", async () => {
  const server = await httpServer((_, response) => sendJson(response, 200, { status: SECRET }));
  const secrets = secretRegistry();
  secrets.add("AM_TOKEN", SECRET);
  const environment = { ...bareEnvironment("lab"), endpoints: { kv: { url: server.url } } };
  const doors = openDoors(environment, { env: {}, secrets });
  const scene = {
    runbook: { alerts: [] },
    parameters: {},
    environment,
    opened: { doors, secrets },
    place: { namespace: "ml", prometheusUrl: null, endpointUrl: () => server.url },
    timeoutMs: 5_000,
    once: askOnce(),
  } as unknown as PreflightScene;
  const expect_ = { pass: null, fail: null, warn: null };
  const check = {
    id: "kv",
    probe: "http.health",
    args: { endpoint: "kv" },
    retries: 0,
    timeoutMs: null,
    expect: expect_,
  };
  const said = JSON.stringify(await checkFindings(check as unknown as Check, scene));
  await doors.close();
  expect(said).toContain("«secret AM_TOKEN»");
  expect(said).not.toContain(SECRET.slice(0, 6));
});
