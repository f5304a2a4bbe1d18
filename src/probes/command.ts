import * as z from "zod";
import type { CommandAnswer } from "../clients/shell-client.ts";
import { shellQuote } from "../core/text/shell-quote.ts";
import { commandObserved, judgeCommand } from "./command/judge-command.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  run: z
    .array(z.string())
    .min(1)
    .describe("the program, which the environment must allow, and its arguments; no shell is involved"),
});

export const command: Probe<z.infer<typeof args>, CommandAnswer> = {
  type: "command",
  title: "a program of the environment's allow-list",
  args,
  observed: commandObserved,
  passes: "exit code 0",
  example: `- id: jobs
  title: running jobs
  command:
    run: [flink, list, -r]
    pass: stdout.contains("RUNNING")`,
  rule: "command/2",
  async gather({ run }, { doors, nowMs, signal }) {
    const shell = await doors.shell();
    const facts = await shell.run(run, signal);
    return { facts, vantage: "from here", windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, _args, { expect }) {
    const own = judgeCommand(facts);
    return own.verdict === "error" ? own : judgeAsExpected(own, expect, commandObserved);
  },
  equivalent({ run }) {
    return run.map(shellQuote).join(" ");
  },
};
