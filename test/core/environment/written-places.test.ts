import { describe, expect, test } from "vitest";
import { parseEnvironments } from "../../../src/core/environment/parse-environments.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";

const parse = (environment: string, home: string | null = "/home/ann") =>
  parseEnvironments(`environments:\n  a: ${environment}\n`, "bigops.yaml", "/home/ann/work", home);

function read(environment: string) {
  const parsed = parse(environment);
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.environments.get("a");
}

function problems(environment: string, home?: null): readonly string[] {
  const parsed = parse(environment, home);
  if (parsed.ok) return [];
  return parsed.problems.map(({ line, column, message, suggestion }) => {
    const next = suggestion === null ? "" : ` (${suggestion})`;
    return `${line}:${column} ${message}${next}`;
  });
}

/** Where this stands in the file, whose second line the environment is. */
function placeOf(value: string, environment: string): string {
  return `2:${"  a: ".length + environment.indexOf(value) + 1}`;
}

describe("an address", () => {
  test.each([
    ["http://flink:8081/", "http://flink:8081"],
    ["http://flink:8081/ui//", "http://flink:8081/ui"],
    ["HTTPS://flink", "HTTPS://flink"],
  ])("%s is used without a slash at its end", (url, used) => {
    expect(read(`{ flink: { url: "${url}" } }`)?.flink).toEqual({ url: used });
  });

  test.each([
    [`{ alertmanager: { url: "am:9093" } }`, '"am:9093"'],
    [`{ flink: { url: "ftp://flink" } }`, '"ftp://flink"'],
    [`{ prometheus: { url: "my-http://prom" } }`, '"my-http://prom"'],
    [`{ prometheus: { url: "http://" } }`, '"http://"'],
    [`{ endpoints: { kv: "kv:8080" } }`, '"kv:8080"'],
    [`{ endpoints: { kv: { url: "kv:8080" } } }`, '"kv:8080"'],
  ])("%s is none, which is said where it stands", (environment, url) => {
    const said = 'this is no http or https URL (e.g. "http://kv-store.staging:8080")';
    expect(problems(environment)).toEqual([`${placeOf(url, environment)} ${said}`]);
  });
});

describe("a path from the home folder, where that is not known, is told where it stands", () => {
  test.each([
    [`{ kubernetes: { kubeconfig: ~/k } }`],
    [`{ flink: { url: "http://f", jar: ~/k } }`],
    [`{ prometheus: { url: "http://p", ca: { file: ~/k } } }`],
    [`{ flink: { url: "http://f", ca: { file: ~/k } } }`],
    [`{ alertmanager: { url: "http://a", bearerToken: { file: ~/k } } }`],
    [`{ kafka: { brokers: [k], ssl: { key: { file: ~/k } } } }`],
    [`{ endpoints: { kv: { url: "http://kv", ca: { file: ~/k } } } }`],
    [`{ pager: { targets: { s: { slack: { webhook: { file: ~/k } } } } } }`],
  ])("%s", (environment) => {
    const said = "~/k begins with ~, and the home folder is not known here (write the whole path)";
    expect(problems(environment, null)).toEqual([`${placeOf("~/k", environment)} ${said}`]);
  });
});

test("a name that is a choice's but for a slip is said to be meant", () => {
  const environment = "{ endpoints: { kv: { service: kv, port: 80, via: prxy } } }";
  expect(problems(environment)).toEqual([
    `${placeOf("prxy", environment)} via must be one of port-forward, proxy (did you mean proxy?)`,
  ]);
});

test("the sandbox may be the default, which no file has to define", () => {
  expect(parseEnvironments("default: sandbox", "bigops.yaml", "/work")).toEqual({
    ok: true,
    default: "sandbox",
    runbooks: [],
    environments: new Map(),
  });
});
