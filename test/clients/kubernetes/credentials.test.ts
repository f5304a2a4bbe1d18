import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { authority, type Authority } from "../certificates.ts";
import { failureOf, soon } from "../failure.ts";
import { httpServer, sendJson, type Received } from "../servers.ts";
import { doorsWith, kubeconfigOf } from "./kubeconfigs.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

async function headersWith(user: object, options: Parameters<typeof doorsWith>[1] = {}): Promise<Received["headers"]> {
  const server = await httpServer((_, response) => sendJson(response, 200, {}));
  await (await doorsWith(kubeconfigOf(server.url, user), options).kubernetes()).get("/version", soon());
  return server.received[0]?.headers ?? {};
}

describe("a user's secrets are known before anybody is asked", () => {
  it.each<[string, object]>([
    ["token", { token: "abcdef-secret-1" }],
    ["password", { username: "alice", password: "abcdef-secret-1" }],
    ["token file", { tokenFile: "/run/token" }],
    [
      "plugin's variable",
      {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "./none",
          env: [{ name: "API_KEY", value: "abcdef-secret-1" }],
        },
      },
    ],
    [
      "auth-provider's refresh token",
      { "auth-provider": { name: "oidc", config: { "client-id": "x", "refresh-token": "abcdef-secret-1" } } },
    ],
  ])("%s", async (_, user) => {
    const secrets = secretRegistry();
    const files = { "/run/token": "abcdef-secret-1\n" };
    await doorsWith(kubeconfigOf("https://127.0.0.1:1", user), { files, secrets }).kubernetes();
    expect(secrets.redact("told abcdef-secret-1")).toMatch(/^told «secret [^»]+»$/);
  });
});

describe("a user", () => {
  it("with a token", async () => {
    expect(await headersWith({ token: "abcdef" })).toMatchObject({ authorization: "Bearer abcdef" });
  });

  it("with a token file, which goes before a token, without its line break", async () => {
    const files = { "/run/token": "from-file\n" };
    expect(await headersWith({ token: "abcdef", tokenFile: "/run/token" }, { files })).toMatchObject({
      authorization: "Bearer from-file",
    });
  });

  it("with a name and a password", async () => {
    expect(await headersWith({ username: "alice", password: "hunter22" })).toMatchObject({
      authorization: `Basic ${base64("alice:hunter22")}`,
    });
  });

  it("that stands in for another", async () => {
    const user = {
      token: "abcdef",
      as: "bob",
      "as-uid": "7",
      "as-groups": ["ops", "ml"],
      "as-user-extra": { "example.org/reason": ["on call"] },
    };
    expect(await headersWith(user)).toMatchObject({
      "impersonate-user": "bob",
      "impersonate-uid": "7",
      "impersonate-group": "ops, ml",
      "impersonate-extra-example.org%2freason": "on call",
    });
  });

  it("of an auth-provider, by the library", async () => {
    const claims = base64(JSON.stringify({ exp: 4_000_000_000 })).replace(/=+$/, "");
    const idToken = `e30.${claims}.c2ln`;
    const provider = { name: "oidc", config: { "id-token": idToken } };
    expect(await headersWith({ "auth-provider": provider })).toMatchObject({ authorization: `Bearer ${idToken}` });
  });

  it("is nobody when the kubeconfig says nothing", async () => {
    expect(await headersWith({})).not.toHaveProperty("authorization");
  });

  it("whose token file is not there", async () => {
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", { tokenFile: "/run/token" }));
    const error = await failureOf((await doors.kubernetes()).get("/version", soon()));
    expect(error.code).toBe("not-configured");
    expect(error.message).toContain("/run/token: there is no such file");
  });

  it("has every secret registered, in each form", async () => {
    const secrets = secretRegistry();
    await headersWith({ token: "tok-1234" }, { secrets });
    await headersWith({ username: "alice", password: "hunter22" }, { secrets });
    expect(secrets.redact("tok-1234 hunter22")).toBe(
      "«secret token of kubeconfig user alice» «secret password of kubeconfig user alice»",
    );
    expect(secrets.redact(`Basic ${base64("alice:hunter22")}`)).not.toContain(base64("alice:hunter22"));
  });
});

describe("a client certificate", () => {
  let ca: Authority;
  beforeAll(() => {
    ca = authority("kube CA");
  });
  afterAll(() => ca.dispose());

  async function tlsServer(status = 200) {
    const server = await httpServer((_, response) => sendJson(response, status, { kind: "Status", message: "said" }), {
      ...ca.issue("/CN=kube-apiserver"),
      ca: ca.cert,
      requestCert: true,
    });
    return { server, cluster: { "certificate-authority-data": base64(ca.cert) } };
  }

  it("in the kubeconfig, and its name where the server tells none", async () => {
    const { server, cluster } = await tlsServer(404);
    const alice = ca.issue("/O=ops/CN=alice", { san: "DNS:alice" });
    const secrets = secretRegistry();
    const user = { "client-certificate-data": base64(alice.cert), "client-key-data": base64(alice.key) };
    const kubernetes = await doorsWith(kubeconfigOf(server.url, user, cluster), { secrets }).kubernetes();
    expect(await kubernetes.whoAmI(soon())).toBe("alice");
    expect(secrets.redact(alice.key)).not.toContain(alice.key.split("\n")[1]);
    expect(secrets.redact(base64(alice.key))).toBe("«secret client key of kubeconfig user alice»");
  });

  it("in files", async () => {
    const { server } = await tlsServer();
    const alice = ca.issue("/CN=alice");
    const user = { "client-certificate": "alice.crt", "client-key": "alice.key" };
    const files = {
      "/home/alice/.kube/alice.crt": alice.cert,
      "/home/alice/.kube/alice.key": alice.key,
      "/home/alice/.kube/ca.crt": ca.cert,
    };
    const doors = doorsWith(kubeconfigOf(server.url, user, { "certificate-authority": "ca.crt" }), { files });
    expect(await (await doors.kubernetes()).get("/version", soon())).toMatchObject({ message: "said" });
  });

  it("that expired is told by a refusal", async () => {
    const { server, cluster } = await tlsServer(401);
    const alice = ca.issue("/CN=alice", { days: -1 });
    const user = { "client-certificate-data": base64(alice.cert), "client-key-data": base64(alice.key) };
    const error = await failureOf(
      (await doorsWith(kubeconfigOf(server.url, user, cluster)).kubernetes()).get("/version", soon()),
    );
    expect(error.code).toBe("unauthorized");
    expect(error.message).toMatch(/its client certificate expired at \d{4}-/);
  });
});

describe("a credential plugin", () => {
  let folder: string;
  let plugin: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bigops-plugin-"));
    plugin = join(folder, "login");
    return () => rmSync(folder, { recursive: true, force: true });
  });

  /** Each run leaves a line in `runs`; what it prints is a shell word list. */
  function pluginPrints(script: string): void {
    writeFileSync(
      plugin,
      `#!/bin/sh\necho run >> ${folder}/runs\nprintf '%s' "$KUBERNETES_EXEC_INFO" > ${folder}/info\n${script}\n`,
    );
    chmodSync(plugin, 0o755);
  }
  const runs = () => readFileSync(join(folder, "runs"), "utf8").trim().split("\n").length;
  const credential = (status: object) =>
    JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status });
  const exec = (more: object = {}) => ({
    exec: { apiVersion: "client.authentication.k8s.io/v1", command: plugin, args: ["x y"], ...more },
  });

  it("runs once for many requests at once, though it names no end", async () => {
    pluginPrints(`echo '${credential({ token: "plugin-token" })}'`);
    const server = await httpServer((_, response) => sendJson(response, 200, {}));
    const secrets = secretRegistry();
    const kubernetes = await doorsWith(kubeconfigOf(server.url, exec()), { secrets }).kubernetes();
    await Promise.all([1, 2, 3].map(() => kubernetes.get("/version", soon())));
    await kubernetes.get("/version", soon());
    expect(runs()).toBe(1);
    expect(new Set(server.received.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer plugin-token"]),
    );
    expect(secrets.redact("plugin-token")).not.toContain("plugin-token");
  });

  it("is told what is wanted, and gets its arguments and variables", async () => {
    pluginPrints(`printf '{"kind":"ExecCredential","status":{"token":"%s-%s"}}' "$1" "$REGION"`);
    const user = exec({ env: [{ name: "REGION", value: "eu-1" }], provideClusterInfo: true });
    expect(await headersWith(user)).toMatchObject({ authorization: "Bearer x y-eu-1" });
    expect(JSON.parse(readFileSync(join(folder, "info"), "utf8"))).toMatchObject({
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      spec: { interactive: false, cluster: { server: expect.stringMatching(/^http:/) as string } },
    });
  });

  it("runs again when what it gave has expired, and when it was refused after a while", async () => {
    let nowMs = Date.parse("2026-01-01T00:00:00Z");
    pluginPrints(`echo '${credential({ token: "plugin-token", expirationTimestamp: "2026-01-01T00:10:00Z" })}'`);
    let status = 200;
    const server = await httpServer((_, response) => sendJson(response, status, { kind: "Status", message: "no" }));
    const kubernetes = await doorsWith(kubeconfigOf(server.url, exec()), { now: () => nowMs }).kubernetes();
    await kubernetes.get("/version", soon());
    status = 401;
    await failureOf(kubernetes.get("/version", soon()));
    expect(runs()).toBe(1);
    nowMs += 5 * 60_000;
    await failureOf(kubernetes.get("/version", soon()));
    expect(runs()).toBe(2);
    nowMs = Date.parse("2026-01-01T00:10:00Z");
    status = 200;
    await kubernetes.get("/version", soon());
    expect(runs()).toBe(3);
  });

  it.each<[string, string, readonly string[]]>([
    ["fails", "echo 'SSO session expired' >&2; exit 7", ["failed with exit code 7: SSO session expired"]],
    ["prints something else", 'echo \'{"token":"hunter22"}\'', ["printed no ExecCredential"]],
    ["prints nothing useful", `echo '${credential0()}'`, ["neither a token nor a certificate"]],
  ])("that %s is said, without what it printed", async (_, script, words) => {
    pluginPrints(script);
    const error = await failureOf(
      (await doorsWith(kubeconfigOf("http://127.0.0.1:1", exec())).kubernetes()).get("/version", soon()),
    );
    expect(error.code).toBe("not-configured");
    for (const word of words) expect(error.message).toContain(word);
    expect(error.message).toContain(`${plugin} of user "alice"`);
    expect(`${error.message} ${error.hint}`).not.toContain("hunter22");
  });

  it("that is not installed says how to install it", async () => {
    const user = { exec: { command: "no-such-login-plugin", installHint: "brew install no-such-login-plugin" } };
    const error = await failureOf(
      (await doorsWith(kubeconfigOf("http://127.0.0.1:1", user)).kubernetes()).get("/version", soon()),
    );
    expect(error.message).toContain("is not installed");
    expect(error.hint).toBe("brew install no-such-login-plugin");
  });
});

function credential0(): string {
  return '{"kind":"ExecCredential","status":{}}';
}
