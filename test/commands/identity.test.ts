import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import https from "node:https";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { startStaging, type Staging } from "./harness/staging.ts";
import { startBigops } from "./harness/waiting-bigops.ts";

let home: Home;
let staging: Staging;
let proxy: Server | null;

beforeEach(async () => {
  home = makeHome();
  proxy = null;
  staging = await startStaging(home, { fault: "bad-rollout" });
});

afterEach(async () => {
  proxy?.closeAllConnections();
  proxy?.close();
  await staging.close();
  home.remove();
});

/** A way to the API server on which nobody may ask who they are: as by a role that does not bind system:basic-user, or an access proxy. */
async function refuseSelfReviews(): Promise<void> {
  const path = join(home.cwd, "kubeconfig");
  const config = JSON.parse(readFileSync(path, "utf8")) as { clusters: { cluster: { server: string } }[] };
  const [entry] = config.clusters;
  if (entry === undefined) throw new Error("the kubeconfig has no cluster");
  const server = new URL(entry.cluster.server);
  const refusing = createServer((request, response) => {
    if (request.url?.includes("selfsubjectreviews") === true) {
      const body = { kind: "Status", apiVersion: "v1", code: 403, reason: "Forbidden", message: "not for you" };
      response.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify(body));
      return;
    }
    const { method = "GET", url = "/", headers } = request;
    const onward = https.request(new URL(url, server), { method, headers, rejectUnauthorized: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  proxy = refusing;
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  const address = refusing.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  entry.cluster = { server: `http://127.0.0.1:${address.port}` };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
}

describe("who approved", () => {
  it("is said not to be known where the cluster does not say it, with why, and recorded so", async () => {
    await refuseSelfReviews();
    const proposed = await runBigops(home, ["run", "feature-store-down", "--output", "json"]);
    const { proposals, run } = JSON.parse(proposed.stdout) as RunDocument;
    const resumed = startBigops(home, ["resume", run.id, "--approve", proposals[0]?.digest ?? ""]);
    const stderr = await resumed.until("stderr", /approved by \S+ \(cluster identity not known\); looking once more/);
    expect(stderr).toMatch(/said by \S+ \(cluster identity not known: create selfsubjectreviews.*403.*not for you/);
    resumed.interrupt();
    await resumed.ended;

    const shown = await runBigops(home, ["show", run.id, "--output", "json", "--output", "text=shown.txt"]);
    const document = JSON.parse(shown.stdout) as RunDocument;
    expect(document.proposals[0]?.approval).toMatchObject({ as: null, identity: "not-known" });
    const screen = readFileSync(join(home.cwd, "shown.txt"), "utf8").replaceAll(/\s+/g, " ");
    expect(screen).toMatch(/ by \S+ \(cluster identity not known\) at /);
  });
});
