import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { authority } from "../certificates.ts";
import { failureOf, soon } from "../failure.ts";
import { httpServer, sendJson } from "../servers.ts";
import { doorsWith, kubeconfigOf } from "./kubeconfigs.ts";

const credential = JSON.stringify({ kind: "ExecCredential", status: { token: "plugin-token" } });
const give = `echo '${credential}'`;

let folder: string;
let plugin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bigops-plugin-"));
  plugin = join(folder, "login");
  return () => rmSync(folder, { recursive: true, force: true });
});

function pluginRuns(script: string): void {
  const info = `printf '%s' "$KUBERNETES_EXEC_INFO" > ${folder}/info`;
  writeFileSync(plugin, `#!/bin/sh\necho $$ >> ${folder}/runs\n${info}\n${script}\n`);
  chmodSync(plugin, 0o755);
}
const runs = () =>
  existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").trim().split("\n").map(Number) : [];
const exec = (more: object = {}) => ({
  exec: { apiVersion: "client.authentication.k8s.io/v1", command: plugin, interactiveMode: "IfAvailable", ...more },
});
const server = () => httpServer((_, response) => sendJson(response, 200, {}));
const attend = (more: object = {}) => ({
  stdin: false,
  limitMs: 5_000,
  signal: new AbortController().signal,
  ...more,
});
const nobody = () => undefined;
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a login before anything is asked", () => {
  it("runs the plugin, and what is asked afterwards does not; neither does a connection that is begun early", async () => {
    pluginRuns(`echo 'open the page' >&2; ${give}`);
    const { url, received } = await server();
    const told: string[] = [];
    const doors = doorsWith(kubeconfigOf(url, exec()), { tell: (line) => told.push(line) });
    await doors.connect({ kubernetes: true, prometheus: false, endpoints: [] });
    expect(runs()).toHaveLength(0);
    const begun: string[] = [];
    await doors.login(attend(), (words) => begun.push(words));
    await doors.login(attend(), (words) => begun.push(words));
    await (await doors.kubernetes()).get("/version", soon());
    expect(runs()).toHaveLength(1);
    expect(begun).toEqual([`the credential plugin ${plugin} of user "alice"`]);
    expect(told).toEqual([`${plugin} says: open the page`]);
    expect(received[0]?.headers.authorization).toBe("Bearer plugin-token");
  });

  it("does nothing where there is no plugin", async () => {
    const begun: string[] = [];
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", { token: "abcdef" }));
    await doors.login(attend(), (words) => begun.push(words));
    expect(begun).toEqual([]);
  });

  it("has a limit of its own, and says what the plugin said last", async () => {
    pluginRuns("echo starting >&2; echo 'enter code ABCD-EFGH' >&2; sleep 60");
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", exec()));
    const error = await failureOf(doors.login(attend({ limitMs: 500 }), nobody));
    expect(error.code).toBe("not-configured");
    expect(error.message).toBe(
      `the credential plugin ${plugin} of user "alice" did not answer within 0.5 s: starting enter code ABCD-EFGH`,
    );
    await expect.poll(() => runs().filter(isAlive)).toEqual([]);
  });

  it("ends by its signal, and another one may follow", async () => {
    pluginRuns(`[ -e ${folder}/ready ] || sleep 60; ${give}`);
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", exec()));
    const stop = new AbortController();
    const stopped = failureOf(doors.login(attend({ signal: stop.signal }), nobody));
    await expect.poll(() => runs().length).toBe(1);
    stop.abort();
    expect((await stopped).code).toBe("aborted");
    writeFileSync(join(folder, "ready"), "");
    await doors.login(attend(), nobody);
    expect(runs()).toHaveLength(2);
  });
});

describe("a plugin that fails", () => {
  it("is not started again by each who asks, but is after a minute", async () => {
    pluginRuns("echo 'session expired' >&2; exit 7");
    let nowMs = Date.parse("2026-01-01T00:00:00Z");
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", exec()), { now: () => nowMs });
    const kubernetes = await doors.kubernetes();
    const failures = [
      await failureOf(doors.login(attend(), nobody)),
      await failureOf(kubernetes.get("/version", soon())),
      await failureOf(kubernetes.get("/api", soon())),
    ];
    expect(new Set(failures.map(({ message }) => message)).size).toBe(1);
    expect(runs()).toHaveLength(1);
    nowMs += 60_000;
    await failureOf(kubernetes.get("/version", soon()));
    expect(runs()).toHaveLength(2);
  });
});

describe("a plugin that a request has started", () => {
  it("is named by the request that has no time to wait for it, and goes on for the next", async () => {
    pluginRuns(`while [ ! -e ${folder}/ready ]; do sleep 0.05; done; ${give}`);
    const { url } = await server();
    const kubernetes = await doorsWith(kubeconfigOf(url, exec())).kubernetes();
    const error = await failureOf(kubernetes.get("/version", AbortSignal.timeout(300)));
    expect(error.code).toBe("timeout");
    expect(error.message).toMatch(/the credential plugin \S+login of user "alice" gave no credentials within 0\.\d s$/);
    const next = kubernetes.get("/version", soon());
    writeFileSync(join(folder, "ready"), "");
    await next;
    expect(runs()).toHaveLength(1);
  });

  it("ends with the doors, and what it has started too, though it does not listen", async () => {
    pluginRuns(`trap '' TERM; sleep 60 & echo $! >> ${folder}/runs; wait; sleep 60`);
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", exec()));
    const asked = failureOf((await doors.kubernetes()).get("/version", soon()));
    await expect.poll(() => runs().length).toBe(2);
    await doors.close();
    expect((await asked).code).toBe("aborted");
    await expect.poll(() => runs().filter(isAlive), { timeout: 3_000 }).toEqual([]);
  });
});

describe("a plugin is told, as client-go does it,", () => {
  const info = () =>
    JSON.parse(readFileSync(join(folder, "info"), "utf8")) as { spec: { interactive: boolean; cluster?: object } };

  it("of the cluster: its authority where only its file is named, and what the entry says to plugins", async () => {
    pluginRuns(give);
    const ca = authority("kube CA");
    const cluster = {
      "certificate-authority": "ca.crt",
      "tls-server-name": "kube.example",
      "disable-compression": true,
      extensions: [
        { name: "other", extension: { not: "this" } },
        { name: "client.authentication.k8s.io/exec", extension: { audience: "kube" } },
      ],
    };
    const kubeconfig = kubeconfigOf("https://127.0.0.1:1", exec({ provideClusterInfo: true }), cluster);
    const doors = doorsWith(kubeconfig, { files: { "/home/alice/.kube/ca.crt": ca.cert } });
    await doors.login(attend(), nobody);
    ca.dispose();
    expect(info().spec).toEqual({
      interactive: false,
      cluster: {
        server: "https://127.0.0.1:1",
        "certificate-authority-data": Buffer.from(ca.cert).toString("base64"),
        "tls-server-name": "kube.example",
        "disable-compression": true,
        config: { audience: "kube" },
      },
    });
  });

  it.each([
    ["Never", false],
    ["IfAvailable", true],
    ["Always", true],
    [undefined, true],
  ])("with a terminal and interactiveMode %s, that it is interactive: %s", async (interactiveMode, expected) => {
    pluginRuns(give);
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", exec({ interactiveMode })));
    await doors.login(attend({ stdin: true }), nobody);
    expect(info().spec.interactive).toBe(expected);
  });

  it.each([
    ["Always", /wants a terminal to itself \(interactiveMode: Always\), and there is none$/],
    ["Sometimes", /has an unknown interactiveMode, "Sometimes"$/],
  ])("nothing without a terminal and with interactiveMode %s: it is not started", async (interactiveMode, words) => {
    pluginRuns(give);
    const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1", exec({ interactiveMode })));
    expect((await failureOf(doors.login(attend(), nobody))).message).toMatch(words);
    expect(runs()).toHaveLength(0);
  });
});
