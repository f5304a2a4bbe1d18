import { expect, it } from "vitest";
import { maskedText } from "../../../src/core/environment/masked-text.ts";

it("shows names and signs, and of values only those that are never secret", () => {
  expect(maskedText('- context: staging\n  \'token\': "hunter2"\n  { "password": x }\n')).toBe(
    '- context: staging\n  \'token\': "*******"\n  { "password": * }\n',
  );
});

it.each([
  ["begins with a quote", 'password:\n  "hunter2: foo\n', 'password:\n  "******** ***\n'],
  ["ends with one", "password:\n  hunter2': foo\n", "password:\n  *******': ***\n"],
  ["is between two kinds of them", "password:\n  \"hunter2': foo\n", "password:\n  \"*******': ***\n"],
])("takes what only %s for a value and no name", (_, text, masked) => {
  expect(maskedText(text)).toBe(masked);
});
