import { describe, expect, it } from "vitest";
import { ask, everyQuarterMinute } from "./ask.ts";

const up = everyQuarterMinute({ __name__: "up", job: "api" }, [1, 2, 3]);

describe("an instant vector", () => {
  it("takes the newest sample that is not later", () => {
    expect(ask("up", [up], 29.999)).toEqual(['{__name__="up", job="api"} 2']);
    expect(ask("up", [up], 30)).toEqual(['{__name__="up", job="api"} 3']);
    expect(ask("up", [up], -0.001)).toEqual([]);
  });

  it("looks back less than five minutes", () => {
    expect(ask("up", [up], 329.999)).toHaveLength(1);
    expect(ask("up", [up], 330)).toEqual([]);
  });

  it("ends at a staleness marker and begins again behind it", () => {
    const gone = everyQuarterMinute({ __name__: "up" }, [1, "stale", undefined, 4]);
    expect(ask("up", [gone], 14.999)).toEqual(['{__name__="up"} 1']);
    expect(ask("up", [gone], 15)).toEqual([]);
    expect(ask("up", [gone], 44)).toEqual([]);
    expect(ask("up", [gone], 45)).toEqual(['{__name__="up"} 4']);
  });

  it("moves by its offset, in either direction", () => {
    expect(ask("up offset 15s", [up], 30)).toEqual(['{__name__="up", job="api"} 2']);
    expect(ask("up offset -15s", [up], 0)).toEqual(['{__name__="up", job="api"} 2']);
    expect(ask("timestamp(up offset 15s)", [up], 31)).toEqual(['{job="api"} 15']);
  });
});

describe("a range vector", () => {
  it("includes its later end and not its earlier one", () => {
    expect(ask("up[30s]", [up], 30)).toEqual(['{__name__="up", job="api"} 2@15 3@30']);
    expect(ask("up[30001ms]", [up], 30)).toEqual(['{__name__="up", job="api"} 1@0 2@15 3@30']);
    expect(ask("count_over_time(up[15s] offset 15s)", [up], 30)).toEqual(['{job="api"} 1']);
  });

  it("leaves staleness markers out", () => {
    const gone = everyQuarterMinute({ __name__: "up" }, [1, "stale", 3]);
    expect(ask("up[1m]", [gone], 30)).toEqual(['{__name__="up"} 1@0 3@30']);
  });
});

describe("matchers", () => {
  const series = ["api", "apis", "web", ""].map((job) => everyQuarterMinute({ __name__: "up", job }, [1]));
  const jobs = (query: string) =>
    ask(`count by (job) (${query})`, series, 0).map((text) => /"(.*)"/.exec(text)?.[1] ?? "");

  it.each([
    ['up{job="api"}', ["api"]],
    ['up{job!="api"}', ["", "apis", "web"]],
    ['up{job=~"api"}', ["api"]],
    ['up{job=~"api.?|w.*"}', ["api", "apis", "web"]],
    ['up{job!~"api.*"}', ["", "web"]],
    ['up{job=""}', [""]],
    ['up{job!=""}', ["api", "apis", "web"]],
    ['{__name__=~"u.",job=~".+s"}', ["apis"]],
    ['{"up", "job"="web"}', ["web"]],
    ['up{constructor="",job="web"}', ["web"]],
    ['down{job="api"}', []],
  ])("%s selects the jobs %j", (query, selected) => {
    expect(jobs(query)).toEqual(selected);
  });
});
