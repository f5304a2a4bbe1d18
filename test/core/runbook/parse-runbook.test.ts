import { describe, expect, test } from "vitest";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { catalog, VALID } from "./small-catalog.ts";

const parse = (text: string) => parseRunbook(text, "small.yaml", catalog);

/** The valid runbook with one part replaced. */
function changed(from: string, to: string): string {
  if (!VALID.includes(from)) throw new Error(`the valid runbook has no ${from}`);
  return VALID.replace(from, to);
}

function problems(text: string): readonly string[] {
  const parsed = parse(text);
  return parsed.ok
    ? []
    : parsed.problems.map(({ message, suggestion }) => (suggestion === null ? message : `${message} → ${suggestion}`));
}

/** The text that the only problem's place points at. */
function pointedAt(text: string): string {
  const parsed = parse(text);
  if (parsed.ok || parsed.problems.length !== 1)
    throw new Error(parsed.ok ? "no problem" : formatProblems(parsed.problems));
  const [{ line, column, frame }] = parsed.problems as [(typeof parsed.problems)[number]];
  const carets = /\^+/.exec(frame)?.[0].length ?? 0;
  return text.split("\n")[line - 1]?.slice(column - 1, column - 1 + carets) ?? "";
}

test.each([
  ["a change", 'test.scale: { target: "{{ target }}", count: "{{ count }}" }'],
  ["what is done by hand", "test.manual: { how: look }"],
])("%s may have guards, a symptom too", (_, action) => {
  const whole = 'test.scale: { target: "{{ target }}", count: "{{ count }}" }\n    verify: [pods]';
  const parsed = parse(changed(whole, `${action}\n    guard: [pods, error-rate]`));
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  expect(parsed.runbook.mitigation[0]).toMatchObject({ verify: [], guard: ["pods", "error-rate"] });
});

test("a valid file becomes a runbook with every default filled in", () => {
  const parsed = parse(VALID);
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  expect(parsed.runbook).toEqual({
    name: "small",
    title: "Small",
    severity: "P3",
    alerts: [],
    symptoms: [],
    parameters: {
      target: { type: "string", default: "api", required: true, description: null },
      window: { type: "duration", default: "2m", required: true, description: null },
      count: { type: "integer", default: null, required: false, description: null },
    },
    define: { broken: "error_rate.fail && pods.fail" },
    investigation: [
      {
        id: "error-rate",
        title: "looks",
        role: "symptom",
        probe: "test.look",
        args: { target: "{{ target }}" },
        expect: { pass: null, fail: "value > 0.1", warn: null },
        timeoutMs: null,
        retries: 0,
        needs: [],
      },
      {
        id: "pods",
        title: "looks",
        role: "symptom",
        probe: "test.look",
        args: { query: "up[{{ window }}]" },
        expect: { pass: null, fail: null, warn: null },
        timeoutMs: null,
        retries: 0,
        needs: ["error-rate"],
      },
    ],
    causes: [
      {
        id: "bad",
        title: "bad {{ target }}",
        when: "broken && pods.ready < 3",
        because: "{{ pods.ready }} ready since {{ error_rate.onsetAt }}",
      },
    ],
    mitigation: [
      {
        id: "fix",
        for: ["bad"],
        action: "test.scale",
        args: { target: "{{ target }}", count: "{{ count }}" },
        requires: 'pods.status == "stuck"',
        verify: ["pods"],
        note: null,
      },
    ],
    escalation: [{ afterMs: 600_000, when: null, page: "secondary" }],
    verification: { passes: 3, interval: "15s" },
  });
});

test("the hash is the meaning's: comments and layout do not count", () => {
  const hash = (text: string): string => {
    const parsed = parse(text);
    return parsed.ok ? parsed.hash : "";
  };
  expect(hash(VALID)).toMatch(/^[0-9a-f]{64}$/);
  expect(hash(`# comment\n${changed("P3", '"P3"')}`)).toBe(hash(VALID));
  expect(hash(changed("value > 0.1", "value > 0.2"))).not.toBe(hash(VALID));
});

describe("what is wrong, where, and what was meant", () => {
  test.each([
    [
      "a misspelt section",
      "escalation:",
      "escalaton:",
      "unknown key escalaton → did you mean escalation?",
      "escalaton",
    ],
    [
      "a misspelt probe",
      "    test.look: { query",
      "    test.lok: { query",
      "unknown key test.lok → did you mean test.look?",
      "test.lok",
    ],
    ["a misspelt argument", "{ query:", "{ qery:", "unknown key qery → did you mean query?", "qery"],
    ["a wrong type", 'count: "{{ count }}"', "count: many", "count must be a number", "many"],
    [
      "an unknown parameter",
      "[{{ window }}]",
      "[{{ windw }}]",
      "there is no parameter windw → did you mean window?",
      "windw",
    ],
    [
      "an unknown check",
      "pods.ready < 3",
      "pod.ready < 3",
      "there is nothing called pod here → did you mean pods?",
      "pod",
    ],
    ["an unknown field", "pods.ready < 3", "pods.redy < 3", "pods has no field redy → did you mean ready?", "redy"],
    [
      "an unknown field of its own",
      "fail: value >",
      "fail: valu >",
      "there is nothing called valu here → did you mean value?",
      "valu",
    ],
    [
      "a hyphen in a condition",
      "error_rate.fail &&",
      "error-rate.fail &&",
      "there is nothing called error here → in conditions a hyphen is an underscore: error_rate",
      "error",
    ],
    [
      "types that do not compare",
      "pods.ready < 3",
      'pods.ready < "3"',
      "these do not go together: a number < a text",
      'pods.ready < "3"',
    ],
    [
      "no condition",
      "when: broken && pods.ready < 3",
      "when: pods.ready",
      "a condition is true or false, this is a number → compare it with something",
      "pods.ready",
    ],
    [
      "words for signs",
      "error_rate.fail && pods.fail",
      "error_rate.fail and pods.fail",
      "'d' does not belong here → write &&, || and ! in conditions",
      "and",
    ],
    [
      "a regular expression",
      'pods.status == "stuck"',
      "pods.status.matches('s')",
      "matches() is not available in conditions → regular expressions can take for ever; use contains, startsWith or endsWith",
      "pods.status.matches('s')",
    ],
    [
      "has()",
      "broken &&",
      "has(pods.fail) &&",
      "has() is not available in conditions → it would turn what is unknown into false; compare with null instead",
      "has(pods.fail)",
    ],
    [
      "an unknown check in a sentence",
      "{{ pods.ready }} ready",
      "{{ pds.ready }} ready",
      "there is nothing called pds here → did you mean pods?",
      "pds",
    ],
    ["an unknown cause", "for: bad", "for: bat", "there is no cause bat → did you mean bad?", "bat"],
    [
      "a stand-in for an unknown mitigation",
      "for: bad",
      "for: bad\n    insteadOf: fux",
      "there is no mitigation fux → did you mean fix?",
      "fux",
    ],
    [
      "a stand-in for itself",
      "for: bad",
      "for: bad\n    insteadOf: fix",
      "these mitigations stand in for each other: fix → fix",
      "fix",
    ],
    [
      "a stand-in for a mitigation of another cause",
      "escalation:",
      "  - { id: by-hand, for: other, insteadOf: fix, test.manual: { how: look } }\nescalation:",
      "it can never be proposed for other: fix is not for that → fix is for bad",
      "fix",
    ],
    [
      "an unknown check to verify",
      "verify: [pods]",
      "verify: [pod]",
      "there is no check pod → did you mean pods?",
      "pod",
    ],
    [
      "an unknown check to guard",
      "verify: [pods]",
      "guard: [error-rat]",
      "there is no check error-rat → did you mean error-rate?",
      "error-rat",
    ],
    [
      "a check that is to be healed and not to be broken",
      "verify: [pods]",
      "verify: [error-rate]\n    guard: [pods, error-rate]",
      "error-rate stands in verify already → verify is what it is to heal, guard what it must not break: leave it in one of the two",
      "error-rate",
    ],
    [
      "a check that is a guard twice",
      "verify: [pods]",
      "guard: [pods, error-rate, pods]",
      "pods is a guard already → leave it out here",
      "pods",
    ],
    [
      "an unknown check to wait for",
      "needs: [error-rate]",
      "needs: [error]",
      "there is no check error → there is: error-rate, pods",
      "error",
    ],
    [
      "a check that waits for itself",
      "needs: [error-rate]",
      "needs: [pods]",
      "these checks wait for each other: pods → pods",
      "[pods]",
    ],
    [
      "a definition in a circle",
      "broken: error_rate.fail && pods.fail",
      "broken: bad",
      "these conditions go round in a circle: broken → bad → broken",
      "bad",
    ],
    [
      "an impossible cause",
      "when: broken && pods.ready < 3",
      "when: broken && pods.pass",
      "the cause bad is false under every combination of verdicts → a check that fails does not pass, and the other way round",
      "broken && pods.pass",
    ],
    [
      "an impossible definition",
      "error_rate.fail && pods.fail",
      "error_rate.fail && error_rate.pass && pods.fail",
      "broken is false under every combination of verdicts",
      "",
    ],
    [
      "an impossible mitigation",
      'requires: pods.status == "stuck"',
      "requires: error_rate.pass",
      "fix can never be proposed for bad: what it requires rules the cause out → a check that fails does not pass, and the other way round",
      "error_rate.pass",
    ],
    [
      "a step with both",
      "{ after: 10m, page",
      "{ after: 10m, when: pods.fail, page",
      "a step has either after or when → e.g. { after: 10m, page: secondary }",
      "{ after: 10m, when: pods.fail, page: secondary }",
    ],
    ["a bad duration", "after: 10m", "after: soon", "after: not a duration; write 90s, 2m or 1h30m", "soon"],
    [
      "a default of another type",
      "type: duration, default: 2m",
      "type: duration, default: 2",
      "the default of window is no duration such as 90s or 2m",
      "2",
    ],
    [
      "a severity that is none",
      "severity: P3",
      "severity: P9",
      "severity must be one of P1, P2, P3, P4 → did you mean P1?",
      "P9",
    ],
    [
      "an id that is none",
      "id: pods",
      "id: Pods!",
      "id: an id is lower-case words with hyphens between, e.g. error-rate",
      "",
    ],
    [
      "a text inside a query",
      "[{{ window }}]",
      "{x={{ target }}}[2m]",
      "parameter target may not stand here: in PromQL a string stands inside quotes only",
      "target",
    ],
    [
      "an optional parameter inside a text",
      "up[{{ window }}]",
      "up[2m] > {{ count }}",
      "parameter count may have no value, so it must be the whole argument",
      "count",
    ],
    ["a reserved id", "id: pods", "id: type", "type means something else in conditions; choose another id", ""],
    [
      "a taken name in a macro",
      "pods.ready < 3",
      "pods.unhealthy.exists(pods, pods.name == 'x')",
      "the name pods is taken → choose another name for the entries of the list",
      "pods",
    ],
  ])("%s", (_, from, to, message, place) => {
    const text = changed(from, to);
    expect(problems(text).some((problem) => problem.startsWith(message))).toBe(true);
    if (place !== "" && problems(text).length === 1) expect(pointedAt(text)).toBe(place);
  });

  test("ids that are one in conditions", () => {
    const text = changed("  - id: pods\n", "  - id: error_rate\n    test.look: {}\n  - id: pods\n");
    expect(problems(text).join("\n")).toContain("error_rate and error-rate are both error_rate in conditions");
  });

  test("the same id twice, of checks, causes and definitions alike", () => {
    expect(problems(changed("broken: error_rate.fail", "pods: error_rate.fail")).join("\n")).toContain(
      "the check above is called pods already",
    );
  });

  test("two probes in one check", () => {
    const two = {
      ...catalog,
      probes: new Map([
        ...catalog.probes,
        ["test.other", { ...[...catalog.probes.values()][0], type: "test.other" } as never],
      ]),
    };
    const parsed = parseRunbook(changed("needs: [error-rate]", "test.other: {}"), "f", two);
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ message: "a second probe: test.other stands here already", line: 13 }],
    });
  });

  test("no probe at all", () => {
    expect(problems(changed('    test.look: { query: "up[{{ window }}]" }\n', ""))).toContain(
      "no probe is named → add one of test.look",
    );
  });

  test("a mitigation without a cause", () => {
    expect(problems(changed("    for: bad\n", ""))).toContain("for is missing → it is a text, or a list");
  });

  test("evidence alone", () => {
    const text = VALID.replaceAll(/ {2}- id: (error-rate|pods)\n/g, "  - id: $1\n    role: evidence\n");
    expect(problems(text).join("\n")).toContain("no check is a symptom");
  });

  test("an empty file", () => {
    expect(problems("")).toEqual([
      "the file is empty → bigops explain kubernetes.pods shows a check to begin with; the README has a whole runbook",
    ]);
  });
});

test("all problems of a file come at once, in its order", () => {
  const text = VALID.replace("severity: P3", "severity: P7")
    .replace('{{ target }}", fail: value', '{{ taget }}", fail: valu')
    .replace("pods.ready < 3", "pods.redy < 3 && pods.sttus == 'x'")
    .replace("verify: [pods]", "verify: [pod]")
    .replace("page: secondary", "pge: secondary");
  const parsed = parse(text);
  expect(parsed.ok ? [] : parsed.problems.map(({ line }) => line)).toEqual([3, 10, 10, 19, 19, 26, 28]);
});

test("a cause may be called as a check is: in conditions the name is the check's, and that is no circle", () => {
  const text = changed("- id: bad\n", "- id: pods\n").replace("for: bad\n", "for: pods\n");
  expect(problems(text)).toEqual([]);
  const [cause = ""] = / {2}- id: pods\n {4}title: bad[^]*?(?=\nmitigation)/.exec(text) ?? [];
  expect(problems(text.replace(cause, `${cause}\n${cause}`)).join("\n")).toContain(
    "the cause above is called pods already",
  );
});

test("recovery may be given time, as a duration or by a parameter that is one", () => {
  const within = (text: string) => `${VALID}verification: { within: ${text} }\n`;
  expect(problems(within("20m"))).toEqual([]);
  expect(problems(within('"{{ window }}"'))).toEqual([]);
  expect(problems(within("soon")).join("\n")).toContain("soon is no duration");
  expect(problems(within('"{{ target }}"')).join("\n")).toContain("parameter target is no duration");
  const parsed = parse(within("20m"));
  expect(parsed.ok ? parsed.runbook.verification : null).toMatchObject({ within: "20m" });
});

describe("one slip is one problem", () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ["a misspelt key that must be there", "    for: bad\n", "    fro: bad\n", /^unknown key fro → did you mean for\?$/],
    ["a check's key misspelt", "- id: pods", "- idd: pods", /^unknown key idd → did you mean id\?$/],
    ["a check's name in capitals", "- id: pods", "- id: Pods", /^id: an id is lower-case words/],
    [
      "a section misspelt",
      "investigation:",
      "investigatin:",
      /^unknown key investigatin → did you mean investigation\?$/,
    ],
    ["a section misspelt that may stay away", "causes:", "cause:", /^unknown key cause → did you mean causes\?$/],
  ];

  test.each(cases)("%s", (_, from, to, expected) => {
    expect(problems(changed(from, to))).toEqual([expect.stringMatching(expected)]);
  });
});

test("a problem is shown with its place, the lines around, a mark and a suggestion", () => {
  const parsed = parse(changed("pods.ready < 3", "pods.redy < 3"));
  expect(parsed.ok ? "" : formatProblems(parsed.problems)).toBe(
    [
      "small.yaml:19:26 pods has no field redy",
      "  18 |     title: bad {{ target }}",
      "  19 |     when: broken && pods.redy < 3",
      "     |                          ^^^^",
      '  20 |     because: "{{ pods.ready }} ready since {{ error_rate.onsetAt }}"',
      "  → did you mean ready?",
    ].join("\n"),
  );
});

test("a stand-in knows for what; others carry nothing", () => {
  const parsed = parse(
    changed("escalation:", "  - { id: by-hand, for: bad, insteadOf: fix, test.manual: { how: look } }\nescalation:"),
  );
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  expect(parsed.runbook.mitigation.map(({ id, insteadOf }) => [id, insteadOf])).toEqual([
    ["fix", undefined],
    ["by-hand", "fix"],
  ]);
});
