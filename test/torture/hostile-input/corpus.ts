import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { directTransport } from "../../../src/clients/http/direct-transport.ts";
import type { HttpReply } from "../../../src/clients/http/send-request.ts";
import { openKafka } from "../../../src/clients/kafka/open-kafka.ts";
import { openConnection } from "../../../src/clients/kubernetes/open-connection.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { actions } from "../../../src/actions/index.ts";
import type { Json } from "../../../src/core/json.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { SANDBOX_PARAMETERS } from "../../../src/cli/sandbox/sandbox-parameters.ts";
import { probes } from "../../../src/probes/index.ts";
import { startSandbox } from "../../../src/sandbox/start.ts";
import { doorsOver, type Question, type Ways } from "./tape.ts";

export interface ShippedRunbook {
  readonly file: string;
  readonly text: string;
  readonly runbook: Runbook;
}

/** A check of a runbook, or the plan of a mitigation, and the answers that it read. */
export interface Unit {
  readonly world: World;
  readonly runbook: Runbook;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly kind: "check" | "plan";
  readonly id: string;
  /** How many answers it read. */
  readonly answers: number;
}

/** One sandbox, recorded: what was asked of it, and what it answered. */
export interface World {
  readonly fault: string;
  readonly nowMs: number;
  readonly ways: Ways;
  readonly http: ReadonlyMap<string, HttpReply>;
  /** Some answer of each path, whatever was asked with it. */
  readonly byPath: ReadonlyMap<string, HttpReply>;
  readonly kafka: ReadonlyMap<string, unknown>;
  readonly kubeconfig: string;
}

export interface Corpus {
  readonly runbooks: readonly ShippedRunbook[];
  readonly units: readonly Unit[];
  readonly worlds: readonly World[];
}

export const NOW_MS = Date.parse("2026-11-22T03:09:30.250Z");

/** Each of another kind of trouble, so that every probe and every action has something to read. */
const WORLDS: readonly (readonly [fault: string, runbooks: readonly string[]])[] = [
  ["bad-rollout", ["feature-store-down", "latency"]],
  ["backpressure", ["streaming-lag"]],
  ["out-of-memory", ["feature-store-down", "feature-staleness"]],
  ["disk-pressure", ["disk-usage", "backfill-slow", "replica-unhealthy"]],
];

/** The recording takes most of the short form's time. */
const SHORT_WORLDS = 2;

const FOLDER = new URL("../../../runbooks/", import.meta.url).pathname;

function shippedRunbooks(): readonly ShippedRunbook[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => {
      const text = readFileSync(join(FOLDER, file), "utf8");
      const parsed = parseRunbook(text, file, { probes, actions });
      if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
      return { file, text, runbook: parsed.runbook };
    });
}

/** The runbook's parameters as the sandbox has them; one look at Kafka, as the second one waits. */
function sandboxParameters(runbook: Runbook): Readonly<Record<string, Json>> {
  const resolved = resolveParameters(runbook, { ...SANDBOX_PARAMETERS, "rate-window": "0s" }, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  return resolved.parameters;
}

/** What the shipped runbooks read of the sandbox, through the real clients. */
export async function recordCorpus(short = false): Promise<Corpus> {
  const runbooks = shippedRunbooks();
  const recorded: { readonly world: World; readonly units: readonly Unit[] }[] = [];
  for (const [fault, names] of short ? WORLDS.slice(0, SHORT_WORLDS) : WORLDS)
    recorded.push(
      await record(
        fault,
        runbooks.map(({ runbook }) => runbook).filter(({ name }) => names.includes(name)),
      ),
    );
  return { runbooks, units: recorded.flatMap(({ units }) => units), worlds: recorded.map(({ world }) => world) };
}

async function record(fault: string, runbooks: readonly Runbook[]) {
  const sandbox = await startSandbox({ fault, seed: 7, startedAtMs: NOW_MS, now: () => NOW_MS });
  const sources = { env: {}, readFile: async () => sandbox.kubeconfigYaml, secrets: secretRegistry() };
  const limits = { timeoutMs: 20_000, maxBytes: 16 * 1024 * 1024, userAgent: "bigops", now: () => NOW_MS };
  const direct = (url: string) => directTransport({ url }, "test", sources, limits);
  const kafka = await openKafka({ brokers: sandbox.kafkaBrokers }, "kafka", sources, limits);
  const ways: Ways = {
    kubernetes: await openConnection({ kubeconfig: "/kubeconfig" }, sources, limits),
    prometheus: await direct(sandbox.prometheusUrl),
    alertmanager: await direct(sandbox.alertmanagerUrl),
    flink: await direct(sandbox.flinkUrl),
    kafka,
    endpoints: Object.fromEntries(
      await Promise.all(
        Object.entries(sandbox.endpoints).map(async ([name, url]) => [name, await direct(url)] as const),
      ),
    ),
  };
  const http = new Map<string, HttpReply>();
  const byPath = new Map<string, HttpReply>();
  const answers = new Map<string, unknown>();
  let asked = 0;
  const doors = doorsOver(ways, {
    async http(question, live) {
      asked += 1;
      const reply = shortened(await live());
      http.set(keyOf(question), reply);
      byPath.set(pathOf(question), reply);
      return reply;
    },
    async kafka(method, args, live) {
      asked += 1;
      const answer = await live();
      answers.set(`${method} ${args}`, answer);
      return answer;
    },
  });
  const world: World = { fault, nowMs: NOW_MS, ways, http, byPath, kafka: answers, kubeconfig: sandbox.kubeconfigYaml };
  const units: Unit[] = [];
  for (const runbook of runbooks) {
    const parameters = sandboxParameters(runbook);
    const unit = async (kind: Unit["kind"], id: string, work: () => Promise<unknown>): Promise<void> => {
      asked = 0;
      // What cannot be asked or planned here has its refusals recorded all the same.
      await work().catch(() => undefined);
      if (asked > 0) units.push({ world, runbook, parameters, kind, id, answers: asked });
    };
    const context = { doors, nowMs: NOW_MS, signal: AbortSignal.timeout(60_000) };
    for (const { id, probe, args } of runbook.investigation) {
      const known = probes.get(probe);
      if (known !== undefined)
        await unit("check", id, () => known.gather(renderArgs(args, parameters, known.args), context));
    }
    for (const { id, action, args } of runbook.mitigation) {
      const known = actions.get(action);
      if (known !== undefined)
        await unit("plan", id, () =>
          known.plan(renderArgs(args, parameters, known.args), { ...context, onsetAtMs: NOW_MS - 300_000 }),
        );
    }
  }
  kafka.close();
  for (const way of [ways.kubernetes, ways.prometheus, ways.alertmanager, ways.flink, ...Object.values(ways.endpoints)])
    way.close();
  await sandbox.close();
  return { world, units };
}

/** Damage is as likely to matter in a short answer, and there is time for more of them. */
const LONG = 12_000;

function shortened(reply: HttpReply): HttpReply {
  if (reply.body.length <= LONG) return reply;
  const body = reply.body.startsWith("{")
    ? JSON.stringify(JSON.parse(reply.body), (_, value: unknown) => (Array.isArray(value) ? value.slice(0, 10) : value))
    : reply.body.split("\n").slice(0, 40).join("\n");
  return { ...reply, body, bytes: Buffer.byteLength(body) };
}

export function keyOf(question: Question): string {
  return `${pathOf(question)}?${question.query}`;
}

export function pathOf({ door, method, path }: Question): string {
  return `${door} ${method} ${path}`;
}
