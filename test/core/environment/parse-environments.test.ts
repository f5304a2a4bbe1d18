import { describe, expect, test } from "vitest";
import { maskedText } from "../../../src/core/environment/masked-text.ts";
import { parseEnvironments } from "../../../src/core/environment/parse-environments.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";

const parse = (text: string) => parseEnvironments(text, "bigops.yaml", "/home/ann/work", "/home/ann");

function problems(text: string): readonly string[] {
  const parsed = parse(text);
  return parsed.ok
    ? []
    : parsed.problems.map(
        ({ line, column, message, suggestion }) =>
          `${line}:${column} ${message}${suggestion === null ? "" : ` (${suggestion})`}`,
      );
}

const FULL = `default: staging
runbooks: [./runbooks]
environments:
  staging:
    kubernetes: { context: staging, namespace: ml, kubeconfig: ./kubeconfig }
    prometheus: { url: "https://prometheus.staging:9090/", bearerToken: { env: PROM_TOKEN } }
    alertmanager: { url: "http://alertmanager.staging:9093" }
    kafka: { brokers: ["kafka.staging:9092"], ssl: { ca: { file: ca.pem } }, sasl: { mechanism: scram-sha-512, username: bigops, password: { env: KAFKA_PASSWORD } } }
    flink: { url: "http://flink:8081", jar: ./zipline-streaming.jar }
    endpoints:
      kv-store: "http://kv-store.staging:8080"
      kv-store-replica: { service: kv-store-replica, port: 8080, via: port-forward }
    pager:
      targets: { secondary: { pagerduty: { routingKey: { env: PD_KEY } } }, manager: { slack: { webhook: { file: ~/slack } } } }
    protected: true
    readOnly: false
    parameters: { deployment: feature-api }
    commands: { allow: [flink, kubectl] }
  bare: {}
`;

test("the interface's example is read, with paths absolute and defaults filled in", () => {
  const parsed = parse(FULL);
  expect(parsed).toMatchObject({ ok: true, default: "staging", runbooks: ["./runbooks"] });
  if (!parsed.ok) return;
  expect(parsed.environments.get("staging")).toEqual({
    name: "staging",
    kubernetes: { context: "staging", namespace: "ml", kubeconfig: "/home/ann/work/kubeconfig" },
    prometheus: { url: "https://prometheus.staging:9090", bearerToken: { env: "PROM_TOKEN" } },
    alertmanager: { url: "http://alertmanager.staging:9093" },
    kafka: {
      brokers: ["kafka.staging:9092"],
      ssl: { ca: { file: "/home/ann/work/ca.pem" } },
      sasl: { mechanism: "scram-sha-512", username: "bigops", password: { env: "KAFKA_PASSWORD" } },
    },
    flink: { url: "http://flink:8081", jar: "/home/ann/work/zipline-streaming.jar" },
    endpoints: {
      "kv-store": { url: "http://kv-store.staging:8080" },
      "kv-store-replica": { service: "kv-store-replica", port: 8080, via: "port-forward" },
    },
    pager: {
      targets: {
        secondary: { pagerduty: { routingKey: { env: "PD_KEY" } } },
        manager: { slack: { webhook: { file: "/home/ann/slack" } } },
      },
    },
    protected: true,
    readOnly: false,
    parameters: { deployment: "feature-api" },
    commands: { allow: ["flink", "kubectl"] },
  });
  expect(parsed.environments.get("bare")).toEqual({
    name: "bare",
    kubernetes: {},
    endpoints: {},
    pager: { targets: {} },
    protected: false,
    readOnly: false,
    parameters: {},
    commands: { allow: [] },
  });
});

test.each(["", "\n", "# later\n"])("an empty file has no environments: %j", (text) => {
  expect(parse(text)).toMatchObject({ ok: true, default: null, runbooks: [] });
});

describe("what is wrong is said with its place and the next step", () => {
  test.each([
    ["environments:\n  a: { kubernets: {} }", "2:8 unknown key kubernets (did you mean kubernetes?)"],
    [
      "environments:\n  a:\n    prometheus: { url: http://x, bearerTokn: { env: A } }",
      "3:34 unknown key bearerTokn (did you mean bearerToken?)",
    ],
    ["default: stagng\nenvironments: { staging: {} }", "1:10 there is no environment stagng (did you mean staging?)"],
    ["environments: { sandbox: {} }", "1:17 sandbox is built in (choose another name)"],
    [
      "environments:\n  a: { prometheus: { url: prom:9090 } }",
      '2:27 this is no http or https URL (e.g. "http://kv-store.staging:8080")',
    ],
    [
      "environments:\n  a: { endpoints: { kv: { service: kv, port: 80, via: telnet } } }",
      "2:55 via must be one of port-forward, proxy",
    ],
    ["environments:\n  a: { protected: yes }", "2:19 protected must be true or false"],
    ["environments:\n  a: { pager: { targets: { t: {} } } }", "2:28 pagerduty or slack is missing (it is a mapping)"],
    ["environments:\n  a: {}\n  a: {}", "3:3 the key a stands here twice"],
    ["environments: [a]", "1:15 environments must be a mapping"],
  ])("%j", (text, expected) => {
    expect(problems(text)).toContain(expected);
  });

  test("all of them at once", () => {
    expect(problems("defalt: a\nenvironments:\n  a: { protected: maybe, readonly: true }").length).toBe(3);
  });

  test("one slip hides no other of the same entry", () => {
    const text = `default: stagng
environments:
  staging:
    colour: red
    kubernets: { context: "" }
    prometheus: { url: prom:9090, colour: red, bearerTokn: { env: "" } }
    endpoints: { kv: kv:80, other: 3 }
    pager: { targets: { a: { pagerduty: { routingKey: { env: A }, url: pagers } } } }
`;
    expect(problems(text).map((problem) => problem.replace(/ \(.*/, ""))).toEqual([
      "1:10 there is no environment stagng",
      "4:5 unknown key colour",
      "5:5 unknown key kubernets",
      "5:27 context must not be empty",
      "6:24 this is no http or https URL",
      "6:35 unknown key colour",
      "6:48 unknown key bearerTokn",
      "6:67 env must not be empty",
      "7:22 this is no http or https URL",
      "7:36 other must be a text or a mapping",
      "8:72 this is no http or https URL",
    ]);
  });

  test("of names that cannot be known nothing is said", () => {
    expect(problems("default: staging\nplaces: { staging: {} }")).toEqual([
      "2:1 unknown key places (there is: default, runbooks, environments)",
    ]);
    expect(problems("default: staging\nenvironments: 3")).toEqual(["2:15 environments must be a mapping"]);
  });

  test("~ without a known home folder", () => {
    const parsed = parseEnvironments("environments: { a: { kubernetes: { kubeconfig: ~/k } } }", "f", "/x");
    expect(parsed).toMatchObject({ ok: false, problems: [{ suggestion: "write the whole path" }] });
  });
});

describe("secrets", () => {
  const SECRET = "hunter2-s3cr3t";
  test.each([
    `{ prometheus: { url: "http://p", bearerToken: ${SECRET} } }`,
    `{ prometheus: { url: "http://p", bearerTokn: ${SECRET} } }`,
    `{ prometheus: { url: "http://ann:${SECRET}@p" } }`,
    `{ endpoints: { kv: "http://ann:${SECRET}@kv" } }`,
    `{ kafka: { brokers: [x], sasl: { mechanism: plain, username: u, password: "${SECRET}" } } }`,
    `{ pager: { targets: { s: { pagerduty: { routingKey: ${SECRET} } }, t: { slack: { webhook: "https://hooks/${SECRET}" } } } } }`,
  ])("in the text are refused and never shown: %s", (environment) => {
    const parsed = parse(`environments:\n  a: ${environment}\n`);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(formatProblems(parsed.problems)).not.toContain(SECRET);
  });

  test("the error says how to refer to one", () => {
    expect(problems(`environments:\n  a: { prometheus: { url: "http://p", bearerToken: abc } }`)).toEqual([
      "2:52 bearerToken may not stand here itself (refer to it: bearerToken: { env: NAME } or bearerToken: { file: path })",
    ]);
  });

  test.each([
    `  a: { password: ${SECRET}\n  b: [`,
    `  a:\n    password: "${SECRET}\n    b: 1`,
    `  a:\n    password: x: ${SECRET}`,
    `  a:\n    password: ${SECRET}: x`,
    `  a:\n    password:\n    \t${SECRET}`,
    `  a:\n    password: |\n  ${SECRET}\n    b: 1`,
    `  a:\n    file: x ${SECRET}: 1: 2`,
    `  a:\n    bearerToken: { env: X\n    # ${SECRET}\n  b: 1`,
    `  a: &x\n  "password": '${SECRET}' x`,
    `  a: { url: "https://ada:${SECRET}@prom" }: 1`,
    `  a: { ${SECRET} }\n  a: { ${SECRET} }`,
  ])("in a file that is no YAML are not shown either: %j", (body) => {
    const parsed = parse(`environments:\n${body}\n`);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(formatProblems(parsed.problems)).not.toContain(SECRET);
  });
});

test("a file that is no YAML is told with its lines: what has a name, and no value that may be a secret", () => {
  const parsed = parse(`default: staging
environments:
  staging:
    kubernetes: { context: staging-eks, namespace: "ml" }
    prometheus: { url: "https://prom:9090", bearerToken: { env: PROM_TOKEN }
    flink: { service: jobmanager, port: 8081 }
`);
  expect(parsed.ok ? "" : formatProblems(parsed.problems))
    .toBe(`bigops.yaml:6:5 { is not closed: } is missing, or stands too far to the left
  5 |     prometheus: { url: "*****************", bearerToken: { env: PROM_TOKEN }
  6 |     flink: { service: jobmanager, port: 8081 }
    |     ^`);
});

test("what may be shown of a text that cannot be read takes little time, however odd it is", () => {
  const odd = [" ", "\t", "- ", "{ ", "a:", "a: ", '"', ",", "x "].map((part) => part.repeat(120_000 / part.length));
  const began = performance.now();
  for (const text of odd) expect(maskedText(text)).toHaveLength(text.length);
  expect(performance.now() - began).toBeLessThan(2_000);
});
