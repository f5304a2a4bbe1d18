import { expect, test } from "vitest";
import { parseMessage } from "../../../../src/drivers/local/holder/message.ts";

const by = { user: "ada", as: null, host: "laptop" };

test.each([
  ["no JSON", "{", "the request is no JSON"],
  ["another operation", '{"op":"stop"}', "the request is not understood: op must be one of event, snapshot"],
  [
    "more than there may be",
    '{"op":"snapshot","now":true}',
    "the request is not understood: it must not have the key now",
  ],
  [
    "fields of other types",
    JSON.stringify({ op: "event", event: { type: "approved", digest: 3, by: { ...by, user: null } } }),
    "the request is not understood: event.digest must be a text; event.by.user must be a text",
  ],
])("%s is refused in plain words", (_, line, words) => {
  expect(parseMessage(line)).toBe(words);
});
