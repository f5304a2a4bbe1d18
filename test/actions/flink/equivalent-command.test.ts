import { expect, test } from "vitest";
import { flinkCancel, flinkRun, flinkStop } from "../../../src/actions/flink/equivalent-command.ts";

const HOSTILE = "x;touch /tmp/pwn;$(id)";

test("what a server calls a job, and a setting, is one word of the command", () => {
  expect(flinkCancel(HOSTILE)).toBe(`flink cancel '${HOSTILE}'`);
  expect(flinkStop(HOSTILE)).toBe(`flink stop '${HOSTILE}'`);
  const run = {
    entryClass: null,
    parallelism: null,
    from: null,
    jar: "a.jar",
    args: [],
    configuration: { [HOSTILE]: "1" },
  };
  expect(flinkRun(run)).toBe(`flink run -d -D'${HOSTILE}'=1 a.jar`);
});
