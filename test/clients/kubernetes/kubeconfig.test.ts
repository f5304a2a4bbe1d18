import { describe, expect, it } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import { findTarget } from "../../../src/clients/kubernetes/find-target.ts";
import type { KubernetesSettings } from "../../../src/core/environment/environment.ts";
import { failureOf } from "../failure.ts";
import { files, kubeconfigOf } from "./kubeconfigs.ts";

interface Entries {
  readonly current?: string;
  readonly clusters?: Readonly<Record<string, object>>;
  readonly users?: Readonly<Record<string, object>>;
  readonly contexts?: Readonly<Record<string, object>>;
}

function kubeconfig({ current, clusters = {}, users = {}, contexts = {} }: Entries): string {
  return JSON.stringify({
    ...(current !== undefined && { "current-context": current }),
    clusters: Object.entries(clusters).map(([name, cluster]) => ({ name, cluster })),
    users: Object.entries(users).map(([name, user]) => ({ name, user })),
    contexts: Object.entries(contexts).map(([name, context]) => ({ name, context })),
  });
}

function find(
  contents: Readonly<Record<string, string>>,
  settings: KubernetesSettings = {},
  env: Readonly<Record<string, string>> = {},
) {
  return findTarget(settings, {
    env: { HOME: "/home/alice", ...env },
    readFile: files(contents),
    serviceAccountFolder: "/sa",
  });
}

const HOME = "/home/alice/.kube/config";
const TWO = kubeconfig({
  current: "staging",
  clusters: { s: { server: "https://staging:6443" }, p: { server: "https://prod:6443/" } },
  users: { alice: {} },
  contexts: {
    staging: { cluster: "s", user: "alice", namespace: "ml" },
    prod: { cluster: "p", user: "alice" },
  },
});

describe("which cluster", () => {
  it("is the current context's in the home folder", async () => {
    expect(await find({ [HOME]: TWO })).toMatchObject({
      context: "staging",
      server: "https://staging:6443",
      namespace: "ml",
      userName: "alice",
    });
  });

  it("is the named context's; its namespace is default where it says none", async () => {
    expect(await find({ [HOME]: TWO }, { context: "prod" })).toMatchObject({
      server: "https://prod:6443",
      namespace: "default",
    });
    expect(await find({ [HOME]: TWO }, { context: "prod", namespace: "x" })).toMatchObject({ namespace: "x" });
  });

  it("of several files in KUBECONFIG: the first that says something holds, files that are missing do not matter", async () => {
    const first = kubeconfig({ clusters: { s: { server: "https://first" } }, users: { alice: { token: "first" } } });
    const second = kubeconfig({
      current: "prod",
      contexts: { prod: { cluster: "s", user: "alice" } },
      clusters: { s: { server: "https://second" } },
      users: { alice: { token: "second" } },
    });
    const third = kubeconfig({ current: "other", contexts: { prod: { cluster: "none" } } });
    const target = await find(
      { "/a": first, "/b": second, "/c": third, [HOME]: TWO },
      {},
      { KUBECONFIG: ":/a:/missing:/b:/c" },
    );
    expect(target).toMatchObject({
      context: "prod",
      server: "https://first",
      user: { token: "first" },
      source: "/a, /b, /c",
    });
  });

  it("of --kubeconfig goes before KUBECONFIG", async () => {
    expect(
      await find({ "/mine": kubeconfigOf("https://mine"), "/a": TWO }, { kubeconfig: "/mine" }, { KUBECONFIG: "/a" }),
    ).toMatchObject({ server: "https://mine" });
  });

  it("is named by its file where kubectl would not take that by itself", async () => {
    const there = { "/mine": TWO, [HOME]: TWO };
    const named = async (...[settings, env]: [Parameters<typeof find>[1], Record<string, string>?]) =>
      (await find(there, settings, env ?? {})).kubeconfig;
    expect(await named({ kubeconfig: "/mine" })).toBe("/mine");
    expect(await named({ kubeconfig: "/mine" }, { KUBECONFIG: "/other" })).toBe("/mine");
    // Of a list kubectl would take the contexts of all.
    expect(await named({ kubeconfig: "/mine" }, { KUBECONFIG: `/mine:${HOME}` })).toBe("/mine");
    expect(await named({ kubeconfig: "/mine" }, { KUBECONFIG: "/mine" })).toBeNull();
    expect(await named({ kubeconfig: HOME })).toBeNull();
    expect(await named({ context: "prod" })).toBeNull();
    expect(await named({}, { KUBECONFIG: "/mine" })).toBeNull();
  });

  it("is the own one in a pod without a kubeconfig", async () => {
    const pod = { "/sa/token": "t", "/sa/namespace": "ml\n" };
    const env = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
    expect(await find(pod, {}, env)).toMatchObject({
      context: null,
      server: "https://[fd00::1]:443",
      namespace: "ml",
      cluster: { "certificate-authority": "/sa/ca.crt" },
      user: { tokenFile: "/sa/token" },
    });
    expect(await find({ ...pod, [HOME]: TWO }, {}, env)).toMatchObject({ context: "staging" });
  });

  it("reads paths relative to the file that names them, and data before files", async () => {
    const text = kubeconfigOf(
      "https://x",
      { "client-certificate": "pki/a.crt", tokenFile: "/abs/token", exec: { command: "./bin/login" } },
      { "certificate-authority": "ca.crt" },
    );
    expect(await find({ "/etc/kube/config": text }, { kubeconfig: "/etc/kube/config" })).toMatchObject({
      cluster: { "certificate-authority": "/etc/kube/ca.crt" },
      user: {
        "client-certificate": "/etc/kube/pki/a.crt",
        tokenFile: "/abs/token",
        exec: { command: "/etc/kube/bin/login" },
      },
    });
  });
});

describe("a wrong configuration", () => {
  it.each<[string, Readonly<Record<string, string>>, KubernetesSettings, readonly string[]]>([
    ["no kubeconfig at all", {}, {}, ["no kubeconfig at /home/alice/.kube/config", "--env sandbox"]],
    [
      "a file that was named and is not there",
      {},
      { kubeconfig: "/nope" },
      ["cannot read the kubeconfig /nope", "no such file"],
    ],
    [
      "an unknown context, with the nearest name",
      { [HOME]: TWO },
      { context: "prot" },
      ['no context "prot" in /home/alice/.kube/config', 'Did you mean "prod"?', "contexts there: staging, prod"],
    ],
    [
      "no current context",
      { [HOME]: kubeconfig({ contexts: { a: { cluster: "c" } } }) },
      {},
      ["no current context", "--context: a"],
    ],
    [
      "a cluster that is not there",
      {
        [HOME]: kubeconfig({
          current: "a",
          contexts: { a: { cluster: "stagin" } },
          clusters: { staging: { server: "https://x" } },
        }),
      },
      {},
      ['cluster "stagin" is not in', 'Did you mean "staging"?'],
    ],
    [
      "a user that is not there",
      {
        [HOME]: kubeconfig({
          current: "a",
          contexts: { a: { cluster: "c", user: "bob" } },
          clusters: { c: { server: "https://x" } },
        }),
      },
      {},
      ['user "bob" is not in'],
    ],
    [
      "a cluster without a server",
      { [HOME]: kubeconfig({ current: "a", contexts: { a: { cluster: "c" } }, clusters: { c: {} } }) },
      {},
      ["has no server"],
    ],
    [
      "a server that is no URL",
      {
        [HOME]: kubeconfig({
          current: "a",
          contexts: { a: { cluster: "c" } },
          clusters: { c: { server: "kube:6443" } },
        }),
      },
      {},
      ["no http or https URL"],
    ],
    [
      "a server with a password, which is not told",
      {
        [HOME]: kubeconfig({
          current: "a",
          contexts: { a: { cluster: "c" } },
          clusters: { c: { server: "https://bob:hunter2@kube:6443" } },
        }),
      },
      {},
      ['the server of cluster "c" in /home/alice/.kube/config carries a user\'s name or password'],
    ],
    [
      "broken YAML, with its position",
      { [HOME]: "a: 1\nb: [\n" },
      {},
      ["/home/alice/.kube/config:3:1 is no kubeconfig"],
    ],
    ["another shape", { [HOME]: "clusters: 7" }, {}, [`${HOME}:1:11 is no kubeconfig: clusters must be a list`]],
    [
      "shapes that are wrong in several places",
      {
        [HOME]:
          "clusters:\n- cluster: { server: 3 }\n- name: b\n  cluster: x\nusers:\n- name: u\n  user: { exec: {} }\n",
      },
      {},
      [
        `${HOME}:2:3 is no kubeconfig: name is missing (it is a text); at 2:22 server must be a text; at 4:12 cluster must be a mapping; at 7:17 command is missing (it is a text)`,
      ],
    ],
    ["a text", { [HOME]: "hello" }, {}, [`${HOME}:1:1 is no kubeconfig: this must be a mapping`]],
    [
      "a quote that is not closed",
      { [HOME]: 'clusters: "a\n' },
      {},
      ["a quote is opened here or before, and not closed"],
    ],
    [
      "a token that is taken for an alias",
      { [HOME]: "users: [{ name: a, user: { token: *hunter2fish! } }]\n" },
      {},
      [HOME],
    ],
    [
      "a password with an escape",
      { [HOME]: 'users: [{ user: { password: "a\\Uhunter22xx" } }]\n' },
      {},
      ["a backslash"],
    ],
    ["a password that is taken for a tag", { [HOME]: "users: [{ user: { password: !e!hunter2 a } }]\n" }, {}, ["tags"]],
    ["an alias bomb", { [HOME]: bomb() }, {}, ["is no kubeconfig"]],
  ])("%s", async (_, contents, settings, words) => {
    const error = await failureOf(find(contents, settings));
    expect(error).toBeInstanceOf(ClientError);
    expect(error.code).toBe("not-configured");
    for (const word of words) expect(`${error.message} ${error.hint}`).toContain(word);
    expect(`${error.message} ${error.hint}`).not.toContain("hunter2");
  });

  it("does not quote a kubeconfig, which holds secrets", async () => {
    const error = await failureOf(find({ [HOME]: kubeconfig({ users: { a: { token: { hunter2: 1 } } } }) }));
    expect(`${error.message} ${error.hint}`).not.toContain("hunter2");
  });
});

function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(", ")}]`);
  return `a0: &a0 [x]\n${levels.join("\n")}\n`;
}
