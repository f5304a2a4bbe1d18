import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../random.ts";
import type { Login, Stage, StageOptions } from "./stage.ts";
import type { Ended } from "./person.ts";

/** What somebody does with the program on such a platform. */
export interface Scene {
  readonly name: string;
  /** Left out of the short form: it is like another one. */
  readonly long?: true;
  readonly stage: (random: Random) => StageOptions;
  /** Throws where the scene did not come about: then nothing was attacked. */
  play(stage: Stage, random: Random): Promise<void>;
}

/** By which a cluster lets them in: the issuer of the other one tells what it knows, and no token. */
const LET_IN: readonly Login[] = ["token", "tokenFile", "exec", "certificate", "password", "data"];
const LOGINS: readonly Login[] = [...LET_IN, "authProvider"];

const REPORTS = ["json", "events", "junit", "text"].flatMap((format) => ["--output", `${format}=reports/${format}`]);

/** The question is there to its last line, so that what is typed answers it. */
const ASKED = /Apply this change[\s\S]*select/;

const quiet = { kubernetes: 0, others: 0 };

function expectCode(ended: Ended, codes: readonly number[], what: string): Ended {
  if (codes.includes(ended.exitCode)) return ended;
  throw new Error(
    `${what} ended with ${ended.exitCode} (${ended.signal ?? "no signal"}):\n${ended.stdout.slice(-1_500)}\n${ended.stderr.slice(-1_500)}`,
  );
}

function offered({ stdout, stderr }: Ended): readonly [id: string, digest: string] {
  const [, id, digest] = /bigops (?:resume|undo) (\S+)(?: \S+)? --approve\s+([0-9a-f]+)/.exec(stdout + stderr) ?? [];
  if (id === undefined || digest === undefined) throw new Error(`no approval is offered in:\n${stdout}\n${stderr}`);
  return [id, digest];
}

/** Everything that can be asked of a stored run. */
async function askAll({ person }: Stage, id: string): Promise<void> {
  await person.run([
    "show",
    id,
    "-v",
    ...["json", "events", "junit"].flatMap((format) => ["--output", `${format}=reports/show-${format}`]),
  ]);
  for (const args of [
    ["show", id, "--output", "json"],
    ["show", id, "--output", "events"],
    ["why", id],
    ["runs"],
    ["runs", "--output", "json"],
    ["runs", "verify", id],
    ["runs", "export", id, "--output", "reports/exported"],
    ["runs", "export", id],
    ["resume", "reports/exported"],
  ])
    await person.run(args);
}

export const SCENES: readonly Scene[] = [
  {
    name: "a rollback: proposed, approved, verified and undone without a terminal",
    stage: (random) => ({ fault: "bad-rollout", login: random.pick(LET_IN), shares: quiet }),
    async play(stage) {
      const { person } = stage;
      const proposed = expectCode(await person.run(["run", "feature-store-down", "-v", ...REPORTS]), [4], "the run");
      const [id, digest] = offered(proposed);
      expectCode(await person.run(["resume", id, "--approve", digest, "-v", "--output", "json"]), [0], "the approval");
      const undone = await person.run(["undo", id, "-v"]);
      const [, inverse] = offered(undone);
      await person.run(["undo", id, "--approve", inverse, "--output", "events"]);
      await askAll(stage, id);
    },
  },
  {
    name: "a rollback approved at the prompt, after its details; then Ctrl-C",
    stage: (random) => ({ fault: "bad-rollout", login: random.pick(LET_IN), shares: quiet }),
    async play({ person }) {
      await person.atTerminal(
        ["run", "feature-store-down", "-v"],
        [
          [ASKED, "\u001b[B\u001b[B\r"],
          [/digest[\s\S]*select/, "\u001b[B\r"],
          [/bigops:.*applied/, "\u0003"],
        ],
      );
      await person.run(["runs"]);
      await person.run(["resume", "-v", ...REPORTS]);
    },
  },
  {
    name: "killed at the prompt, and resumed",
    stage: (random) => ({ fault: "bad-rollout", login: random.pick(LET_IN), shares: quiet }),
    async play({ person }) {
      await person.atTerminal(["run", "feature-store-down"], [[ASKED, null]]);
      const resumed = expectCode(await person.run(["resume", "--output", "json"]), [4], "the resumed run");
      const [id] = offered(resumed);
      await person.run(["ack", id]);
      await person.run(["runs", "export", id, "--output", "reports/exported"]);
      await person.run(["resume", "reports/exported", "-v", ...REPORTS]);
    },
  },
  {
    name: "servers that tell what they know, and pagers, until it is interrupted",
    stage: (random) => ({
      fault: random.pick(["bad-rollout", "kv-store-down", "crash-loop", "image-unavailable"]),
      login: random.pick(LOGINS),
      shares: { kubernetes: 0.15, others: 0.7 },
    }),
    async play({ person }) {
      const ended = await person.run(["run", "told-by-a-command", "--wait", "--timeout", "4s", "-v", ...REPORTS], {
        fate: { after: /manager/, signal: "SIGINT" },
      });
      if (ended.exitCode === 2) expectCode(ended, [2], "the run");
      await person.run(["runs"]);
    },
  },
  ...[
    "feature-store-down",
    "streaming-lag",
    "prediction-down",
    "latency",
    "replica-unhealthy",
    "feature-staleness",
  ].map((runbook): Scene => ({
    name: `a dry run of ${runbook} among servers that tell what they know`,
    stage: (random) => ({
      fault: random.pick(["bad-rollout", "none"]),
      login: random.pick(LOGINS),
      shares: { kubernetes: random.pick([0.1, 0.5]), others: random.pick([0, 0.5, 0.9]) },
      kubeconfigUnread: runbook === "streaming-lag",
    }),
    async play({ person }) {
      await person.run(["run", runbook, "--dry-run", "--timeout", "4s", "-v", ...REPORTS]);
    },
  })),
  {
    name: "preflight among servers that tell what they know",
    stage: (random) => ({ fault: "bad-rollout", login: random.pick(LOGINS), shares: { kubernetes: 0.4, others: 0.5 } }),
    async play({ person }) {
      await person.run([
        "preflight",
        "feature-store-down",
        "streaming-lag",
        "--timeout",
        "3s",
        "--output",
        "json=reports/json",
        "--output",
        "junit=reports/junit",
        "--output",
        "text",
      ]);
    },
  },
  ...(["plain", "scram-sha-256", "scram-sha-512"] as const).map((mechanism): Scene => ({
    name: `a broker that tells what it knows to who logs in (${mechanism})`,
    stage: (random) => ({
      fault: "none",
      login: random.pick(LOGINS),
      shares: quiet,
      tellingBroker: mechanism,
      // Only the preflight at the end opens it.
      kubeconfigUnread: true,
    }),
    async play({ person }) {
      for (let turn = 0; turn < 3; turn += 1)
        await person.run(["run", "streaming-lag", "--dry-run", "--timeout", "4s", "-v", ...REPORTS]);
      await person.run(["preflight", "streaming-lag", "--timeout", "3s"]);
    },
  })),
  {
    name: "an auth-provider whose issuer tells what it knows",
    stage: () => ({ fault: "none", login: "authProvider", shares: { kubernetes: 0.3, others: 0 } }),
    async play({ person }) {
      for (let turn = 0; turn < 2; turn += 1)
        await person.run(["run", "feature-store-down", "--dry-run", "--timeout", "4s", "-v", ...REPORTS]);
      await person.run(["preflight", "feature-store-down", "--timeout", "3s", "--output", "json"]);
    },
  },
  {
    name: "what explains, lists and drills, beside files that hold secrets",
    stage: (random) => ({ fault: "none", login: random.pick(LOGINS), shares: quiet }),
    async play({ person }) {
      for (const args of [
        ["explain", "told-by-a-command"],
        ["explain", "kubernetes.config"],
        ["list", "--alerts"],
        ["list", "--output", "json"],
        ["validate"],
        ["drill", "feature-store-down", "--fault", "bad-rollout", "--output", "json"],
      ])
        await person.run(args, { env: { BIGOPS_DEBUG: "1" } });
    },
  },
  {
    name: "a streaming job that failed with persons' data in its exceptions",
    stage: () => ({ fault: "job-failed", login: "token", shares: quiet, kubeconfigUnread: true }),
    async play({ person }) {
      await person.run(["run", "streaming-lag", "--dry-run", "-v", ...REPORTS]);
    },
  },
  ...(["yes", "garbage"] as const).map((fails): Scene => ({
    name: `a credential plugin that fails (${fails})`,
    stage: () => ({ fault: "none", login: "exec", shares: quiet, pluginFails: fails }),
    async play({ person }) {
      await person.run(["run", "feature-store-down", "--dry-run", ...REPORTS, "--timeout", "3s"]);
      await person.run(["run", "feature-store-down", "--dry-run", "--output", "json"]);
      await person.run(["preflight", "feature-store-down"]);
    },
  })),
  {
    name: "files that hold secrets, and are broken",
    stage: () => ({ fault: "none", login: "token", shares: quiet }),
    async play({ person, canaries: { loaded } }) {
      const put = (name: string, text: string) => writeFile(join(person.cwd, name), text, { mode: 0o600 });
      for (const text of brokenKubeconfigs(loaded.KUBE_TOKEN)) {
        await put("kubeconfig", text);
        await person.run(["run", "feature-store-down", "--dry-run"]);
      }
      for (const text of brokenConfigurations(loaded.PROM_TOKEN, loaded.USERINFO)) {
        await put("bigops.yaml", text);
        await person.run(["validate", "bigops.yaml"]);
        await person.run(["run", "feature-store-down", "--dry-run", "--output", "json"]);
      }
    },
  },
  {
    name: "a defect of bigops whose words hold a secret",
    stage: () => ({ fault: "none", login: "token", shares: quiet }),
    async play({ person }) {
      await writeFile(
        join(person.cwd, "defect.cjs"),
        `const http = require("node:http"); const request = http.request;
http.request = (url, options, ...rest) => { const { authorization } = options.headers ?? {}; if (authorization) { const error = new RangeError("odd header " + authorization); error.stack = error.stack; process.env.LATER === "yes" ? setImmediate(() => { throw error; }) : (() => { throw error; })(); } return request(url, options, ...rest); };
const parse = JSON.parse; JSON.parse = (text, ...rest) => { if (process.env.BREAK_JSON === "yes" && String(text).includes("resultType")) throw new EvalError("cannot: " + process.env.PROM_TOKEN); return parse(text, ...rest); };`,
      );
      const base = { NODE_OPTIONS: `--require ${join(person.cwd, "defect.cjs")}`, BIGOPS_DEBUG: "1" };
      for (const more of [{}, { LATER: "yes" }, { BREAK_JSON: "yes" }])
        await person.run(["run", "feature-store-down", "--dry-run", "-v", "--output", "json"], {
          env: { ...base, ...more },
        });
    },
  },
];

function brokenKubeconfigs(token: string): readonly string[] {
  const quoted = JSON.stringify(token);
  return [
    `users:\n- name: a\n  user: {token: ${quoted}\n`,
    `users:\n- name: a\n  user:\n    token: ${quoted}\n   token: ${quoted}\n`,
    `users:\n- name: a\n  user:\n    token: !!${token.slice(0, 9)} ${quoted}\n    ${quoted}: ${quoted}\n    ${quoted}: b\n`,
    `users: ${quoted}\n`,
    `users:\n- {name: {token: ${quoted}}}\n`,
    `current-context: a\nusers:\n- name: a\n  user:\n    token: *${token.slice(0, 9)}\n`,
    token,
  ];
}

function brokenConfigurations(token: string, userinfo: string): readonly string[] {
  const quoted = JSON.stringify(token);
  const inUrl = `https://bigops:${encodeURIComponent(userinfo)}@prometheus.example`;
  return [
    `environments: { staging: { prometheus: { url: "http://127.0.0.1:9", bearerToken: ${quoted} } } }`,
    `environments: { staging: { prometheus: { url: ${JSON.stringify(inUrl)} } } }`,
    `environments:\n  staging:\n    prometheus: { url: "http://127.0.0.1:9", bearertoken: ${quoted} }\n    kafka: { brokers: ["a:1"], sasl: { mechanism: plain, username: b, password: ${quoted}\n`,
    `environments: { staging: { prometheus: { url: "http://127.0.0.1:9", bearerToken: { value: ${quoted} } } } }`,
    `environments: { staging: { endpoints: { kv-store: ${JSON.stringify(inUrl)} }, pager: { targets: { a: { slack: { webhook: ${quoted} } } } } } }`,
    `environments:\n  staging:\n    prometheus: { url: "http://127.0.0.1:9", bearerToken: { env: ${quoted}: 3 } }\n`,
  ];
}
