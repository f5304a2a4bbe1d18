import { describe, expect, test } from "vitest";
import { changed, said } from "./said.ts";

const causes = "causes:\n";
const definition = "  broken: error_rate.fail && pods.fail\n";
const parameter = "  count: { type: integer, optional: true }\n";

describe("checks, definitions and causes share one space of names", () => {
  test.each([
    [
      "a check called as another",
      ["  - id: pods\n", "  - { id: pods, test.look: {} }\n  - id: pods\n"],
      ["pods | the check above is called pods already"],
    ],
    [
      "a check that is the same in conditions",
      ["  - id: pods\n", "  - { id: error_rate, test.look: {} }\n  - id: pods\n"],
      [
        "error_rate | id: an id is lower-case words with hyphens between, e.g. error-rate",
        "error_rate | error_rate and error-rate are both error_rate in conditions",
      ],
    ],
    [
      "a definition called as a check, of which the name is pointed at",
      [definition, `${definition}  pods: error_rate.fail\n`],
      ["pods | the check above is called pods already"],
    ],
    [
      "a cause called as a definition",
      [causes, `${causes}  - { id: broken, title: b, when: pods.fail }\n`],
      ["broken | the definition above is called broken already"],
    ],
    [
      "a cause that is a check's in conditions, but not on screen",
      [causes, `${causes}  - { id: error_rate, title: b, when: pods.fail }\n`],
      [
        "error_rate | id: an id is lower-case words with hyphens between, e.g. error-rate",
        "error_rate | error_rate and error-rate are both error_rate in conditions",
      ],
    ],
    [
      "a definition that conditions cannot be asked for",
      [definition, `${definition}  type: error_rate.fail\n`],
      ["type | type means something else in conditions; choose another id"],
    ],
    [
      "a cause that conditions cannot be asked for",
      [causes, `${causes}  - { id: params, title: b, when: pods.fail }\n`],
      ["params | params means something else in conditions; choose another id"],
    ],
  ] as const)("%s", (_, [from, to], expected) => {
    expect(said(changed([from, to]))).toEqual(expected);
  });
});

test("mitigations have a space of their own: one may be called as a cause, two may not be called alike", () => {
  const other = (id: string) =>
    changed(["escalation:", `  - { id: ${id}, for: bad, test.manual: { how: look } }\nescalation:`]);
  expect(said(other("bad"))).toEqual([]);
  expect(said(other("pods"))).toEqual([]);
  expect(said(other("fix"))).toEqual(["fix | the mitigation above is called fix already"]);
});

test("parameters that are one in conditions are told, at the later one's name", () => {
  const hyphened = "  look-back: { type: duration, default: 2m }\n";
  const text = changed([parameter, `${parameter}${hyphened}${hyphened.replace("-", "_")}`]);
  expect(said(text)).toEqual(["look_back | look_back and look-back are both params.look_back in conditions"]);
  expect(said(changed([parameter, `${parameter}${hyphened}`]))).toEqual([]);
});

describe("what goes round in a circle is told once", () => {
  test("of checks that wait for each other, at the first of them", () => {
    const text = changed(
      ["  - id: error-rate\n", "  - id: error-rate\n    needs: [last]\n"],
      ["define:", "  - { id: last, needs: [pods], test.look: {} }\ndefine:"],
    );
    expect(said(text)).toEqual(["[last] | these checks wait for each other: error-rate → last → pods → error-rate"]);
  });

  test("of a circle that others lead to, those are not told", () => {
    const text = changed(
      ["needs: [error-rate]", "needs: [last]"],
      ["define:", "  - { id: last, needs: [last], test.look: {} }\ndefine:"],
    );
    expect(said(text)).toEqual(["[last] | these checks wait for each other: last → last"]);
  });

  test("of two circles each is told, and one that more ways lead to once, at the first that belongs to it", () => {
    const checks = (...needs: readonly (readonly [id: string, needs: string])[]) =>
      needs.map(([id, of]) => `  - { id: ${id}, needs: [${of}], test.look: {} }\n`).join("");
    const told = (text: string) => said(changed(["define:", `${text}define:`]));
    const wait = "these checks wait for each other:";
    expect(told(checks(["a", "b"], ["b", "a"], ["c", "c"]))).toEqual([
      `[b] | ${wait} a → b → a`,
      `[c] | ${wait} c → c`,
    ]);
    expect(told(checks(["a", "c"], ["b", "c"], ["c", "b"]))).toEqual([`[c] | ${wait} c → b → c`]);
    expect(told(checks(["a", "c"], ["b", "c"], ["c", "c"]))).toEqual([`[c] | ${wait} c → c`]);
  });

  test("of mitigations that stand in for each other", () => {
    const pair = ["a", "b"].map((id, index, all) => {
      const other = all[1 - index];
      return `  - { id: ${id}, for: bad, insteadOf: ${other}, test.manual: { how: look } }\n`;
    });
    expect(said(changed(["escalation:", `${pair.join("")}escalation:`]))).toEqual([
      "b | these mitigations stand in for each other: a → b → a",
    ]);
  });

  test("of a cause by way of a definition, where the cause has the name in conditions", () => {
    const text = changed([definition, "  broken: bad\n  more: broken\n"], ["broken &&", "more &&"]);
    expect(said(text)).toEqual(["bad | these conditions go round in a circle: broken → bad → more → broken"]);
  });

  test("of causes that are built on each other, where the first is", () => {
    const text = changed(
      ["mitigation:", "  - { id: worse, title: w, when: bad }\nmitigation:"],
      ["broken &&", "worse &&"],
    );
    expect(said(text)).toEqual(["worse && pods.ready < 3 | these conditions go round in a circle: bad → worse → bad"]);
  });

  test("what two need is no circle", () => {
    const more = "  - { id: last, needs: [error-rate, pods], test.look: {} }\ndefine:";
    expect(said(changed(["define:", more]))).toEqual([]);
  });
});
