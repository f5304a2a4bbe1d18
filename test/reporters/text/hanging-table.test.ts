import { describe, expect, it } from "vitest";
import { hangingTable } from "../../../src/reporters/text/hanging-table.ts";
import { view } from "../view.ts";

const rows = [
  ["window", "string", "how far back a sample looks, by the longest range in its query"],
  ["over", "any|all", "what to make of several series"],
  ["phrase", "string", ""],
];

describe("a table whose last column is a sentence", () => {
  it("wraps the sentence beside the columns", () => {
    expect(hangingTable(rows, 2, view({ width: 60 }))).toBe(
      [
        "  window   string    how far back a sample looks, by the",
        "                     longest range in its query",
        "  over     any|all   what to make of several series",
        "  phrase   string",
      ].join("\n"),
    );
  });

  it("puts it below where there is no room", () => {
    expect(hangingTable(rows, 2, view({ width: 40 }))).toBe(
      [
        "  window   string",
        "      how far back a sample looks, by",
        "      the longest range in its query",
        "  over     any|all",
        "      what to make of several series",
        "  phrase   string",
      ].join("\n"),
    );
  });
});
