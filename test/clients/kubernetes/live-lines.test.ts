import { beforeEach, describe, expect, it, vi } from "vitest";
import { liveLines } from "../../../src/clients/kubernetes/live-lines.ts";

describe("what a program writes is told", () => {
  let told: string[];
  let lines: ReturnType<typeof liveLines>;
  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    lines = liveLines((line) => told.push(line));
    return () => vi.useRealTimers();
  });

  it("line by line, as soon as each has ended, however it comes in pieces", () => {
    lines.write("open https://login.exam");
    expect(told).toEqual([]);
    lines.write("ple/device\r\nand enter ABCD\n\nwait");
    expect(told).toEqual(["open https://login.example/device", "and enter ABCD"]);
  });

  it("as a question without the end of its line, when nothing follows it soon", () => {
    lines.write("Pass");
    vi.advanceTimersByTime(100);
    lines.write("word: ");
    vi.advanceTimersByTime(100);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(told).toEqual(["Password: "]);
  });

  it("not in the middle of a terminal's escape", () => {
    lines.write("code \u001B[3");
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
    lines.write("1mABCD\n");
    expect(told).toEqual(["code \u001B[31mABCD"]);
  });

  it("at its end, with what has no end of its own", () => {
    lines.write("gone");
    lines.end();
    expect(told).toEqual(["gone"]);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveLength(1);
  });

  it("in bounds: a line that never ends in pieces, and not more than a person reads", () => {
    for (let i = 0; i < 1_000; i += 1) lines.write("x".repeat(1_000));
    expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(5_000);
    expect(told.join("").length).toBeLessThan(70_000);
    expect(told.at(-1)).toMatch(/is not shown/);
    lines.write("\nlast words\n");
    expect(lines.last().at(-1)).toBe("last words");
    expect(lines.last().join("").length).toBeLessThanOrEqual(6_000);
  });
});
