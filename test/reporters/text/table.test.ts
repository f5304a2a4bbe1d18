import { describe, expect, it } from "vitest";
import { table } from "../../../src/reporters/text/table.ts";

const rows = [
  ["NAME", "ALERTS", "TITLE"],
  ["streaming-lag", "StreamingLagHigh, StreamingPipelineDown", "Streaming pipeline lags"],
];

describe("a table", () => {
  it("is as wide as it is where nobody gave it a width: a line a row, for other programs", () => {
    expect(table(rows)).toBe(
      "NAME            ALERTS                                    TITLE\n" +
        "streaming-lag   StreamingLagHigh, StreamingPipelineDown   Streaming pipeline lags\n",
    );
  });

  it("wraps the widest cells where the terminal is narrower", () => {
    expect(table(rows, 60)).toBe(
      "NAME           ALERTS                 TITLE\n" +
        "streaming-lag  StreamingLagHigh,      Streaming pipeline\n" +
        "               StreamingPipelineDown  lags\n",
    );
  });

  it("puts a last column without a title below the rows where there is no room beside them", () => {
    const runs = [
      ["RUN", "OUTCOME", ""],
      ["fsd-7k2m", "awaiting-approval", "secondary overdue by 3 min"],
      ["fsd-9xyz", "resolved", ""],
    ];
    expect(table(runs, 40)).toBe(
      "RUN       OUTCOME\n" +
        "fsd-7k2m  awaiting-approval\n" +
        "    secondary overdue by 3 min\n" +
        "fsd-9xyz  resolved\n",
    );
  });

  it("breaks names at their hyphens only where words alone do not do, the first column's never", () => {
    expect(table([["fsd-7k2m", "awaiting-approval", "secondary overdue"]], 30)).toBe(
      "fsd-7k2m  awaiting-  secondary\n          approval   overdue\n",
    );
  });

  it("is left as narrow as it can be where even that is too wide", () => {
    expect(table([["fsd-7k2m", "unverified"]], 10)).toBe("fsd-7k2m  unverified\n");
  });
});
