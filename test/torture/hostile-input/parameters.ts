import { actions } from "../../../src/actions/index.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { labelParameters } from "../../../src/core/alerts/label-parameters.ts";
import { resolveAlert } from "../../../src/core/alerts/resolve-alert.ts";
import { withAlert } from "../../../src/core/alerts/with-alert.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { unfitArguments } from "../../../src/core/runbook/unfit-arguments.ts";
import { metaAt } from "../../../src/core/source/schema-at.ts";
import type { Path } from "../../../src/core/source/located.ts";
import { withoutControls } from "../../../src/core/text/plain-text.ts";
import { SANDBOX_PARAMETERS } from "../../../src/cli/sandbox/sandbox-parameters.ts";
import type { Probe } from "../../../src/probes/probe.ts";
import { probes } from "../../../src/probes/index.ts";
import type { Random } from "../random.ts";
import { PLACE } from "./answers.ts";
import { NOW_MS, type Corpus } from "./corpus.ts";
import { hostileText } from "./hostile-text.ts";
import { promqlStructure } from "./promql-structure.ts";
import { shellWords } from "./shell-words.ts";
import { unfitForTerminal } from "./shown.ts";
import { shortly, type Complaint, type Surface } from "./surface.ts";
import { doorsOver, type Question } from "./tape.ts";

type Values = Readonly<Record<string, Json>>;

/** Labels of an alert and parameters, and all that they are written into: queries, selectors, URLs, commands. */
export function hostileParameters({ runbooks, worlds }: Corpus): Surface {
  const [world] = worlds;
  if (world === undefined) throw new Error("nothing was recorded");
  return {
    name: "labels and parameters",
    weight: 17,
    async attack(random) {
      const { runbook: plain } = random.pick(runbooks);
      const labels = hostileLabels(plain, random);
      const complaint = (breach: string): Complaint => ({
        input: `${plain.name} ${shortly(JSON.stringify(labels))}`,
        breach,
      });
      const alert = random.pick(plain.alerts);
      const found = resolveAlert(random.chance(0.9) ? alert.name : hostileText(random), labels, [plain]);
      const runbook = found.kind === "one" ? withAlert(plain, alert, labels) : plain;
      const given = labelParameters(runbook, labels);
      const hostile = resolveParameters(runbook, SANDBOX_PARAMETERS, given);
      const benign = resolveParameters(runbook, SANDBOX_PARAMETERS, benignOf(runbook, given));
      if (!benign.ok || !hostile.ok) return hostile.ok ? complaint("the benign values are refused") : null;
      const unfit = unfitArguments(runbook, hostile.parameters, { probes, actions });
      const told = unfitForTerminal(withoutControls(unfit.join("\n")));
      if (told !== null) return complaint(told);
      if (unfit.length > 0) return null;
      for (const { id, probe: type, args } of runbook.investigation) {
        const probe = probes.get(type);
        if (probe === undefined) throw new Error(`no probe ${type}`);
        const breach = await injected(probe, args, hostile.parameters, benign.parameters, world);
        if (breach !== null) return complaint(`${id}: ${breach}`);
      }
      for (const { id, action: type, args } of runbook.mitigation) {
        const action = actions.get(type);
        if (action === undefined) throw new Error(`no action ${type}`);
        const ask = (values: Values) =>
          requests(world, (doors) =>
            action.plan(renderArgs(args, values, action.args), {
              doors,
              nowMs: NOW_MS,
              signal: new AbortController().signal,
              onsetAtMs: NOW_MS,
            }),
          );
        const breach = otherRequests(await ask(hostile.parameters), await ask(benign.parameters));
        if (breach !== null) return complaint(`${id}: ${breach}`);
      }
      return null;
    },
  };
}

function hostileLabels(runbook: Runbook, random: Random): Readonly<Record<string, string>> {
  const names = [
    ...Object.entries(runbook.parameters).map(([name, { label }]) => label ?? name.replaceAll("-", "_")),
    "__proto__",
    "constructor",
    "toString",
  ];
  const count = 1 + random.below(3);
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(names), hostileText(random)] as const));
}

function benignOf(runbook: Runbook, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      runbook.parameters[name]?.type === "string" ? "benign" : value,
    ]),
  );
}

async function injected(
  probe: Probe,
  args: JsonObject,
  hostile: Values,
  benign: Values,
  world: Corpus["worlds"][number],
): Promise<string | null> {
  const [given, usual] = [renderArgs(args, hostile, probe.args), renderArgs(args, benign, probe.args)];
  const query = otherLanguage(given as Json, usual as Json, [], probe);
  if (query !== null) return query;
  const [line, usualLine] = [probe.equivalent(given, PLACE), probe.equivalent(usual, PLACE)];
  const [words, usualWords] = [apart(shellWords(line)), apart(shellWords(usualLine))];
  if (words === null || usualWords === null || words.length !== usualWords.length)
    return `the equivalent command has other words: ${shortly(line)}`;
  const option = words.find((word, index) => word.startsWith("-") && !(usualWords[index] ?? "").startsWith("-"));
  if (option !== undefined) return `an argument became the option ${shortly(option)}: ${shortly(line)}`;
  const ask = (values: unknown) =>
    requests(world, (doors) => probe.gather(values, { doors, nowMs: NOW_MS, signal: AbortSignal.timeout(2_000) }));
  return otherRequests(await ask(given), await ask(usual));
}

/** Without what guards a value that begins as an option does: `-e` before it, or the option's name in one word with it. */
function apart(words: readonly string[] | null): readonly string[] | null {
  if (words === null) return null;
  return words.flatMap((word, index) => {
    if (word === "-e") return [];
    if (words[index - 1] === "-e") return ["guarded"];
    return /^--[a-z]+=-/.test(word) ? [word.slice(0, word.indexOf("=")), "guarded"] : [word];
  });
}

/** Every text of the arguments that is in a language is of the same structure. */
function otherLanguage(given: Json, usual: Json, path: Path, probe: Probe): string | null {
  if (typeof given === "string" && typeof usual === "string") {
    const language = metaAt(probe.args, path, "language");
    if (language === "promql" && promqlStructure(given) !== promqlStructure(usual))
      return `the query has another structure: ${shortly(given)}`;
    const keys = (selector: string) => selector.split(",").map((requirement) => requirement.split("=")[0]);
    if (language === "label-selector" && String(keys(given)) !== String(keys(usual)))
      return `the selector has other requirements: ${shortly(given)}`;
    return null;
  }
  if (typeof given !== "object" || given === null || typeof usual !== "object" || usual === null) return null;
  for (const [key, entry] of Object.entries(given)) {
    const other: unknown = Object.hasOwn(usual, key) ? Reflect.get(usual, key) : null;
    const found = otherLanguage(entry, other as Json, [...path, Array.isArray(given) ? Number(key) : key], probe);
    if (found !== null) return found;
  }
  return null;
}

/** What is asked before the first answer. */
async function requests(
  world: Corpus["worlds"][number],
  work: (doors: ReturnType<typeof doorsOver>) => Promise<unknown>,
): Promise<readonly Question[]> {
  const asked: Question[] = [];
  const refuse = () => Promise.reject(new ClientError("not-found", "there is none", "look elsewhere"));
  const doors = doorsOver(world.ways, {
    http: (question) => (asked.push(question), refuse()),
    kafka: (method) => (asked.push({ door: "kafka", method, path: "/", query: "" }), refuse()),
  });
  await work(doors).catch((error: unknown) => {
    if (!(error instanceof ClientError) && !(error instanceof Error && error.name === "PlanRefusal")) throw error;
  });
  return asked;
}

function otherRequests(hostile: readonly Question[], benign: readonly Question[]): string | null {
  for (const [index, { door, method, path, query }] of hostile.entries()) {
    const usual = benign[index];
    // Which topics are asked about is what the parameter says, and no text of a request is made of it.
    if (door === "kafka") continue;
    if (usual === undefined || usual.door !== door || usual.method !== method)
      return `asks otherwise: ${method} ${shortly(path)}`;
    const { pathname, search, hash } = new URL(`http://server${path}`);
    if (pathname !== path || search !== "" || hash !== "")
      return `${shortly(path)} leads to ${shortly(pathname + search + hash)}`;
    if (path.split("/").length !== usual.path.split("/").length) return `a path with other segments: ${shortly(path)}`;
    const breach = otherQuery(new URLSearchParams(query), new URLSearchParams(usual.query));
    if (breach !== null) return `${method} ${path}: ${breach}`;
  }
  return null;
}

const MATCHER = /^[^={}!~,"\s]+(?:=~|!~|!=|=)"(?:[^"\\]|\\.)*"$/s;

function otherQuery(query: URLSearchParams, usual: URLSearchParams): string | null {
  if (String([...query.keys()]) !== String([...usual.keys()])) return `other keys: ${shortly(String(query))}`;
  const selector = (query.get("labelSelector") ?? "").split(",").map((one) => one.split("=")[0]);
  const usualSelector = (usual.get("labelSelector") ?? "").split(",").map((one) => one.split("=")[0]);
  if (String(selector) !== String(usualSelector))
    return `another selector: ${shortly(query.get("labelSelector") ?? "")}`;
  const matcher = query.getAll("filter").find((one) => !MATCHER.test(one));
  return matcher === undefined ? null : `no matcher: ${shortly(matcher)}`;
}
