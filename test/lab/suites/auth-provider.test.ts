import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { failureOf, soon } from "../../clients/failure.ts";
import { makeHome, type Home } from "../../commands/harness/home.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { kubeconfigOf } from "../cluster/kubeconfig-of.ts";
import { startSecondApiServer, type SecondApiServer } from "../cluster/second-api-server.ts";
import { clientId, clientSecret, startIssuer, type Issuer } from "../oidc/start-issuer.ts";
import { badRollout } from "../platform/faults.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";
import { startBigops } from "../run/bigops-process.ts";

const dryRun = ["run", "feature-store-down", "--dry-run", "--check", "pods", "--check", "rollout"];

describeLab("an auth-provider oidc, on a real API server that trusts its issuer", () => {
  let platform: Platform;
  let issuer: Issuer;
  let server: SecondApiServer;
  let home: Home;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster());
    issuer = await startIssuer();
    home = makeHome();
    server = await startSecondApiServer(platform.cluster, new Map(), [
      `--oidc-issuer-url=${issuer.url}`,
      `--oidc-client-id=${clientId}`,
      `--oidc-ca-file=${issuer.authorityPath}`,
      "--oidc-username-claim=name",
      "--oidc-username-prefix=oidc:",
    ]);
    const { cluster, namespace } = platform;
    await cluster.kubectl([
      "create",
      "rolebinding",
      "oidc-reads",
      "--clusterrole=view",
      "--user=oidc:ada",
      "-n",
      namespace,
    ]);
    await badRollout(platform);
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await server.close();
    home.remove();
    await issuer.close();
    await platform.close();
  });
  beforeEach(() => issuer.behave({ rotates: false, secretInBody: false, refuses: null }));

  let count = 0;
  function kubeconfig(config: object): Promise<string> {
    const user = {
      "auth-provider": {
        name: "oidc",
        config: {
          "client-id": clientId,
          "client-secret": clientSecret,
          "idp-issuer-url": issuer.url,
          "idp-certificate-authority": issuer.authorityPath,
          ...config,
        },
      },
    };
    return kubeconfigOf(platform.cluster, platform.namespace, `oidc-${(count += 1)}`, user, {
      server: server.serverUrl,
    });
  }

  async function clientOf(config: object, now: () => number = Date.now) {
    const environment = { ...bareEnvironment("lab"), kubernetes: { kubeconfig: await kubeconfig(config) } };
    const doors = openDoors(environment, { env: {}, now });
    closing.push(() => doors.close());
    return doors.kubernetes();
  }
  const pods = () => `/api/v1/namespaces/${platform.namespace}/pods`;

  it("with an id-token that is good: known by it, and nothing is refreshed", async () => {
    const before = issuer.refreshes.length;
    const kubernetes = await clientOf({ "id-token": issuer.idToken("ada", 3600) });
    expect(await kubernetes.whoAmI(soon())).toBe("oidc:ada");
    expect((await kubernetes.list(pods(), {}, soon())).length).toBeGreaterThan(0);
    expect(issuer.refreshes).toHaveLength(before);
  });

  it("with one that has expired: refreshed once for all who ask, by the client's secret, also where the refresh token stays the same", async () => {
    const before = issuer.refreshes.length;
    let nowMs = Date.now();
    const given = { "id-token": issuer.idToken("ada", -60), "refresh-token": issuer.refreshToken("ada") };
    const kubernetes = await clientOf(given, () => nowMs);
    await Promise.all(["/version", "/apis", "/api"].map((path) => kubernetes.get(path, soon())));
    expect(await kubernetes.whoAmI(soon())).toBe("oidc:ada");
    expect(issuer.refreshes.slice(before)).toMatchObject([{ byBasic: true, token: given["refresh-token"] }]);
    // An hour later that one has expired too, and the issuer did not give another refresh token.
    nowMs += 3_600_000;
    await kubernetes.get("/version", soon());
    expect(issuer.refreshes.slice(before)).toHaveLength(2);
  });

  it("with an issuer that rotates refresh tokens, and wants the secret in the body", async () => {
    issuer.behave({ rotates: true, secretInBody: true });
    let nowMs = Date.now();
    const kubernetes = await clientOf({ "refresh-token": issuer.refreshToken("ada") }, () => nowMs);
    expect(await kubernetes.whoAmI(soon())).toBe("oidc:ada");
    nowMs += 3_600_000;
    await kubernetes.list(pods(), {}, soon());
    const last = issuer.refreshes.slice(-2);
    expect(last.map(({ byBody }) => byBody)).toEqual([false, true]);
  });

  it("that kubectl has a token of as well, and is seen as the same", async () => {
    const path = await kubeconfig({
      "id-token": issuer.idToken("ada", -60),
      "refresh-token": issuer.refreshToken("ada"),
    });
    const asked = ["auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"];
    expect((await platform.cluster.kubectl(asked, { kubeconfig: path })).stdout).toBe("oidc:ada");
  });

  it("whose refresh is refused: told plainly, once asked", async () => {
    issuer.behave({ refuses: "the session of ada has ended" });
    const before = issuer.refreshes.length;
    const kubernetes = await clientOf({
      "id-token": issuer.idToken("ada", -60),
      "refresh-token": issuer.refreshToken("ada"),
    });
    const error = await failureOf(kubernetes.get("/version", soon()));
    expect(error.code).toBe("not-configured");
    expect(error.message).toMatch(
      /^cannot refresh the token of kubeconfig user "oidc-\d+" \(auth-provider oidc\): https:\S+\/token answered 400: invalid_grant: the session of ada has ended$/,
    );
    expect(error.hint).toMatch(/log in again/);
    expect(await failureOf(kubernetes.get("/api", soon()))).toBe(error);
    expect(issuer.refreshes).toHaveLength(before + 1);
  });

  it("whose issuer's authority is not trusted: told as that", async () => {
    const kubernetes = await clientOf({
      "refresh-token": issuer.refreshToken("ada"),
      "idp-certificate-authority": join(platform.cluster.pkiFolder, "ca.crt"),
    });
    expect(await failureOf(kubernetes.get("/version", soon()))).toMatchObject({ code: "tls" });
  });

  it("in a whole run: seen with the refreshed token, and no secret is told anywhere", async () => {
    const given = { "id-token": issuer.idToken("ada", -60), "refresh-token": issuer.refreshToken("ada") };
    const args = [...dryRun, "-v", "--output", "json", "--output", "text=run.txt", "--output", "events=run.jsonl"];
    const good = await startBigops(home, [...args, "--kubeconfig", await kubeconfig(given)]).ended;
    expect(good.exitCode, good.stderr).toBe(1);
    expect(good.document.checks.find(({ id }) => id === "pods")?.verdict).toBe("fail");

    // An issuer that repeats what it was given.
    issuer.behave({ refuses: `no such token: ${given["refresh-token"]} of ${clientSecret}` });
    const bad = await startBigops(home, [...args, "--kubeconfig", await kubeconfig(given)]).ended;
    const { error } = bad.document.checks.find(({ id }) => id === "pods") ?? {};
    expect(error?.message).toContain("answered 400: invalid_grant: no such token: «secret");

    const folder = home.path;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const written = files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1"));
    const told = [good.stdout, good.stderr, bad.stdout, bad.stderr, ...written].join("\n");
    expect(files.some(({ name }) => name === "journal.jsonl")).toBe(true);
    for (const secret of issuer.secrets) expect(told).not.toContain(secret);
  });
});
