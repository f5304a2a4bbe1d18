import { afterAll, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { startBigops } from "./harness/waiting-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

it(
  "an interrupted drill scores what it finished, names the rest, and ends with 130",
  { timeout: 120_000 },
  async () => {
    const drill = startBigops(home, ["drill", "feature-store-down", "--all"]);
    try {
      await drill.until("stderr", /drilled feature-store-down with/);
      drill.interrupt();
      expect(await drill.ended).toBe(130);
      const { stdout, stderr } = drill.printed;
      expect(stderr.match(/stopping; once more ends at once/g)).toHaveLength(1);
      const [, scored = ""] = /^\d+ of (\d+) right$/m.exec(stdout) ?? [];
      // What a busy machine got wrong before is in the table; what was cut off is not.
      const rows = stdout.slice(0, stdout.indexOf("\n\n"));
      expect(rows).not.toContain("interrupted");
      expect(rows.match(/^(?:right|WRONG) /gm)).toHaveLength(Number(scored));
      const done = [...stderr.matchAll(/drilled feature-store-down with \S+ \((\d+) of (\d+)\)/g)].at(-1);
      expect(scored).toBe(done?.[1]);
      const [, left = "", names = ""] = /^(\d+) interrupted, not finished and not scored: (.+)$/m.exec(stdout) ?? [];
      expect(Number(left)).toBe(Number(done?.[2]) - Number(scored));
      expect(names.split(", ")).toHaveLength(Number(left));
    } finally {
      drill.kill();
    }
  },
);
