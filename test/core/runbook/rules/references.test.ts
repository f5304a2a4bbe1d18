import { describe, expect, test } from "vitest";
import { changed, said } from "./said.ts";

const when = "    when: broken && pods.ready < 3\n";
const explains = (text: string) => changed([when, `${when}    explains: ${text}\n`]);
const verify = "    verify: [pods]\n";
const beside = (text: string) => changed([verify, `${verify}    ${text}\n`]);

describe("what is named by its id is there", () => {
  test.each([
    ["a check that a cause explains", explains("[pods, pod]"), "pod | there is no check pod → did you mean pods?"],
    [
      "one with a condition",
      explains("[{ pod: pods.fail }]"),
      "{ pod: pods.fail } | there is no check pod → did you mean pods?",
    ],
    [
      "one of several causes",
      changed(["for: bad", "for: [bad, bat]"]),
      "bat | there is no cause bat → did you mean bad?",
    ],
    [
      "a cause that a note is for",
      beside("note: { bat: careful }"),
      "bat | the mitigation is not for a cause bat → did you mean bad?",
    ],
  ])("%s", (_, text, problem) => {
    expect(said(text)).toEqual([problem]);
  });

  test.each([
    ["what a cause explains", explains("[pods, { error-rate: pods.fail }]")],
    ["a note for its cause", beside("note: { bad: careful }")],
    ["a note for any", beside("note: careful")],
    ["several causes", changed(["for: bad", "for: [bad]"])],
  ])("%s may be written", (_, text) => {
    expect(said(text)).toEqual([]);
  });
});

describe("conditions are looked at wherever they stand", () => {
  const unknown = "redy | pods has no field redy → did you mean ready?";
  test.each([
    ["what a cause explains", explains("[{ pods: pods.redy > 3 }]")],
    ["a note", beside('note: "{{ pods.redy }} ready"')],
    ["a note for its cause", beside('note: { bad: "{{ pods.redy }} ready" }')],
    ["a cause's title", changed(["title: bad {{ target }}", 'title: "bad {{ target }} {{ pods.redy }}"'])],
    ["an escalation's moment", changed(["{ after: 10m, page", "{ when: pods.redy > 3, page"])],
  ])("in %s", (_, text) => {
    expect(said(text)).toEqual([unknown]);
  });

  test("a check's own are over what its probe observes, and are texts", () => {
    const own = (text: string) => said(changed(["fail: value > 0.1", text]));
    expect(own("fail: value > 0.1, pass: ready > 2, warn: value != null")).toEqual([]);
    expect(own("warn: vale > 0.1")).toEqual(["vale | there is nothing called vale here → did you mean value?"]);
    expect(own("pass: true")).toEqual(["true | pass must be a condition → put it in quotes"]);
  });
});

describe("values that only make sense together", () => {
  const step = "  - { after: 10m, page: secondary }\n";
  const either = "a step has either after or when → e.g. { after: 10m, page: secondary }";
  test("a step of the escalation has a moment, and one only", () => {
    expect(said(changed([step, "  - { page: secondary }\n"]))).toEqual([`{ page: secondary } | ${either}`]);
    expect(said(changed([step, "  - { when: pods.fail, page: secondary }\n"]))).toEqual([]);
  });

  test("a parameter that may stay away has no default", () => {
    const text = changed(["optional: true }", "optional: true, default: 3 }"]);
    expect(said(text)).toEqual(["optional | count has a default, so it never stays away → leave one of the two"]);
  });

  test("a check is given some time, and an hour at most", () => {
    const timeout = (text: string) => said(changed(["needs: [error-rate]", `timeout: ${text}`]));
    for (const fits of ["1ms", "90s", "1h", "60m"]) expect(timeout(fits)).toEqual([]);
    expect(timeout("0s")).toEqual(["0s | timeout must be longer than 0s"]);
    for (const long of ["61m", "1h1s"]) expect(timeout(long)).toEqual([`${long} | timeout must be 1h at most`]);
  });

  test.each(["Limit", "9limit", "limit!", "-limit", "limit-", "li--mit", "li mit"])(
    "%j is no parameter's name",
    (name) => {
      expect(said(changed(["parameters:\n", `parameters:\n  "${name}": { type: integer, default: 3 }\n`]))).toEqual([
        `"${name}" | ${name}: a parameter's name is lower-case words with hyphens between`,
      ]);
    },
  );

  test("one check at least decides", () => {
    const roles = changed(
      ["  - id: error-rate\n", "  - id: error-rate\n    role: evidence\n"],
      ["  - id: pods\n", "  - id: pods\n    role: evidence\n"],
    );
    expect(said(roles)).toEqual([
      "investigation | no check is a symptom, so nothing can be found wrong → leave role away where a check decides",
    ]);
    expect(said(roles.replace("role: evidence", "role: symptom"))).toEqual([]);
  });
});

describe("how recovery is proved", () => {
  const zero = "the interval between two samples must be longer than 0s";
  const proved = (text: string, ...more: readonly (readonly [string, string])[]) =>
    said(`${changed(...more)}verification: { ${text} }\n`);

  test.each([
    ["interval: 30s", []],
    ['interval: "{{ window }}"', []],
    ["within: 0s", []],
    ["interval: 0s", [`0s | ${zero}`]],
    ["interval: soon", ['soon | soon is no duration such as 15s → or name a parameter: "{{ interval }}"']],
    ['interval: "{{ windw }}"', ['"{{ windw }}" | there is no parameter windw → did you mean window?']],
    ['interval: "{{ target }}"', ['"{{ target }}" | parameter target is no duration']],
    [
      'interval: "{{ constructor }}"',
      ['"{{ constructor }}" | there is no parameter constructor → there is: target, window, count'],
    ],
    ["within: soon", ['soon | soon is no duration such as 15s → or name a parameter: "{{ within }}"']],
    ['within: "{{ windw }}"', ['"{{ windw }}" | there is no parameter windw → did you mean window?']],
    ['within: "{{ target }}"', ['"{{ target }}" | parameter target is no duration']],
    ['interval: ""', ['"" | interval must not be empty']],
    ["interval: 15", ["15 | interval must be a text"]],
  ])("%s", (text, expected) => {
    expect(proved(text)).toEqual(expected);
  });

  test.each(["interval", "within"])("a parameter whose type is none is there all the same: %s", (field) => {
    const untyped = ["type: duration, default: 2m", "type: span, default: 2m"] as const;
    expect(proved(`${field}: "{{ window }}"`, untyped)).toEqual([
      "span | type must be one of string, integer, number, boolean, duration",
    ]);
  });

  test.each(["interval", "within"])("a parameter that may stay away says nothing of a duration: %s", (field) => {
    const given = (more: string) =>
      proved(`${field}: "{{ pause }}"`, ["parameters:\n", `parameters:\n  pause: { type: duration${more} }\n`]);
    expect(given(", optional: true")).toEqual([
      `"{{ pause }}" | parameter pause may have no value, and ${field} needs one → give it a default`,
    ]);
    expect(given(", optional: true, default: 15s")).toEqual([
      "optional | pause has a default, so it never stays away → leave one of the two",
    ]);
    // One that must be given has a value when the run starts.
    expect(given("")).toEqual([]);
  });

  test("a parameter of no length is told at its default, as that is to be changed", () => {
    const none = ["type: duration, default: 2m", "type: duration, default: 0s"] as const;
    const own = proved('interval: "{{ window }}"', none, ["[{{ window }}]", "[2m]"]);
    expect(own).toEqual([`0s | ${zero}`]);
    expect(proved('within: "{{ window }}"', none, ["[{{ window }}]", "[2m]"])).toEqual([]);
  });
});

describe("one probe, and one action", () => {
  test("a second action in one mitigation", () => {
    const text = beside("test.manual: { how: look }");
    expect(said(text)).toEqual([
      "test.manual | a second action: test.scale stands here already → make it an entry of its own",
    ]);
  });

  test("no action", () => {
    const text = changed(['    test.scale: { target: "{{ target }}", count: "{{ count }}" }\n', ""]);
    expect(said(text).map((problem) => problem.replace(/^.* \| /, ""))).toEqual([
      "no action is named → add one of test.scale, test.manual",
    ]);
  });
});

describe("what can never be so is told", () => {
  const opposite = "a check that fails does not pass, and the other way round";
  test("a mitigation for two causes, of which its requirement rules out one", () => {
    const second = "  - { id: other, title: o, when: error_rate.pass }\nmitigation:";
    const text = changed(
      ["mitigation:", second],
      ["for: bad", "for: [bad, other]"],
      ['requires: pods.status == "stuck"', "requires: error_rate.fail"],
    );
    expect(said(text)).toEqual([
      `error_rate.fail | fix can never be proposed for other: what it requires rules the cause out → ${opposite}`,
    ]);
  });

  test("a mitigation of a cause that never holds is not told besides", () => {
    const text = changed(["when: broken && pods.ready < 3", "when: pods.fail && pods.pass"]);
    expect(said(text)).toEqual([
      `pods.fail && pods.pass | the cause bad is false under every combination of verdicts → ${opposite}`,
    ]);
  });
});
