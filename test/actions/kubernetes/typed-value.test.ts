import { expect, test } from "vitest";
import { isOfType, multiplied, type ValueType } from "../../../src/actions/kubernetes/typed-value.ts";

const TEXTS: { readonly [type in ValueType]: { readonly is: readonly string[]; readonly isNot: readonly string[] } } = {
  text: { is: ["", "hello", "7"], isNot: [] },
  boolean: {
    is: ["true", "FALSE", "on", "off", "Yes", " no\n"],
    isNot: ["", "1", "maybe", "untrue", "trueish", "only"],
  },
  duration: { is: ["15s", "1h30m", "500ms", " 2m\n"], isNot: ["", " ", "15", "soon", "15s!"] },
  number: {
    is: ["1", "-0.5", "+3.", ".25", "1e3", "25E-1", "12.5e+10", " 7\n"],
    isNot: ["", ".", "1.2.3", "0x10", "Infinity", "1e", "e3", "1,000", "7 MB", "$7"],
  },
  integer: { is: ["0", "-4", "+3", "9007199254740991"], isNot: ["", "1.5", "9007199254740993", "1e400", "four"] },
};

test.each(Object.entries(TEXTS))("what is a %s, and what is not", (type, { is, isNot }) => {
  expect(is.filter((text) => !isOfType(type as ValueType, text))).toEqual([]);
  expect(isNot.filter((text) => isOfType(type as ValueType, text))).toEqual([]);
});

test.each<[type: ValueType, text: string, factor: number, most: string | null, product: string]>([
  ["duration", "15s", 4, null, "1m"],
  ["duration", " 90s\n", 4, "1h", "6m"],
  ["duration", "90s", 4, "5m", "5m"],
  ["duration", "100ms", 4, null, "400ms"],
  ["duration", "1s", 0.25, null, "250ms"],
  ["duration", "1s", 4, "1500ms", "1s500ms"],
  ["duration", "1ms", 1.5, null, "2ms"],
  ["integer", "1000", 4, null, "4000"],
  ["integer", " 3 ", 1.5, null, "5"],
  ["integer", "3", 1.4, null, "4"],
  ["integer", "1000", 4, "2500", "2500"],
  ["number", "2.5", 3, null, "7.5"],
  ["number", "0.1", 3, null, "0.3"],
  ["number", "1234567890123456", 1, null, "1234567890123456"],
  ["number", "2.5", 3, "5.25", "5.25"],
  ["number", "2.5", 3, "10", "7.5"],
])("%s %j times %d, no more than %j, is %j", (type, text, factor, most, product) => {
  expect(multiplied(type, text, factor, most)).toBe(product);
});

test.each<[why: string, type: ValueType, text: string, most: string | null]>([
  ["a text", "text", "7", null],
  ["a switch", "boolean", "true", null],
  ["what is not of the type", "duration", "7", null],
  ["what has a limit of another type", "duration", "7s", "30"],
])("%s has no multiples", (_, type, text, most) => {
  expect(multiplied(type, text, 2, most)).toBeNull();
});
