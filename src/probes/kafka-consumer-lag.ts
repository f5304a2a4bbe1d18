import * as z from "zod";
import type { Judgement } from "../core/check/check-result.ts";
import { shellOption, shellQuote } from "../core/text/shell-quote.ts";
import { durationMs } from "./duration-argument.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import { gatherLag } from "./kafka/gather-lag.ts";
import { judgeLag } from "./kafka/judge-lag.ts";
import type { LagFacts } from "./kafka/lag-facts.ts";
import { lagLimits } from "./kafka/lag-limits.ts";
import { lagObserved } from "./kafka/lag-observed.ts";
import { maybeMarkers, withoutMaybeMarkers } from "./kafka/maybe-markers.ts";
import type { JudgeContext, Probe } from "./probe.ts";

const names = z
  .union([z.array(z.string().min(1)), z.string()])
  .transform((given) =>
    (typeof given === "string" ? given.split(",") : given).map((name) => name.trim()).filter(Boolean),
  );

const args = z.strictObject({
  group: z.string().min(1).describe("the consumer group"),
  topics: names
    .prefault("")
    .describe("the topics that it should read, as a list or with commas; without any, those that it has commits for"),
  seconds: z
    .enum(["auto", "records", "bisect"])
    .default("auto")
    .describe(
      "how ages are found: by reading first unread records, by bisecting times (cheap for thousands of partitions), or as fits",
    ),
  rateWindow: durationMs.prefault("2s").describe("between the two looks that rates come from; 0s: one look, no rates"),
  ratesFrom: durationMs
    .prefault("1m")
    .describe("how old the oldest unread record must be for a second look, as it costs the wait; 0s: always"),
  transactionAge: durationMs.prefault("5m").describe("from which age on an open transaction is said to hang"),
});

type Args = z.infer<typeof args>;

function judgeFacts(facts: LagFacts, transactionAgeMs: number, expect: JudgeContext["expect"]): Judgement {
  const limits = lagLimits(expect.fail);
  const { judgement: own, unseen } = judgeLag(facts, transactionAgeMs, limits);
  // A limit says how much lag is too much, not that lost records and hanging transactions are well.
  if (own.verdict === "fail" && expect.pass === null) return own;
  const expected = judgeAsExpected(own, expect, lagObserved);
  // A limit that the words name already is not told again as a condition.
  const told = expected.verdict === "fail" && Object.keys(limits).length > 0;
  const judged = told ? { ...expected, summary: own.summary } : expected;
  // What is not seen may be any number: a condition that holds for the rest does not make it healthy.
  if (!unseen || judged.verdict !== "pass") return judged;
  return { ...own, verdict: "inconclusive", notes: judged.notes };
}

export const kafkaConsumerLag: Probe<Args, LagFacts> = {
  type: "kafka.consumer-lag",
  title: "how far a consumer group is behind, in records and in seconds",
  args,
  observed: lagObserved,
  passes:
    "every partition's lag is known, nothing was deleted unread, and no transaction hangs, whatever the limit of `fail`",
  example: `- id: lag
  title: lag of the streaming job
  kafka.consumer-lag:
    group: "{{ group }}"
    topics: "{{ topics }}"
    fail: maxLagSeconds > 300`,
  rule: "lag/3",
  async gather({ group, topics, seconds, rateWindow, ratesFrom }, { doors, nowMs, signal }) {
    const kafka = await doors.kafka();
    const question = { group, topics, seconds, rateWindowMs: rateWindow, ratesFromMs: ratesFrom, nowMs };
    const facts = await gatherLag(kafka, question, signal);
    return { facts, vantage: kafka.vantage, windowStartMs: facts.endsAtMs, sampledAtMs: facts.endsAtMs };
  },
  judge(facts, { transactionAge }, { expect }) {
    const judged = judgeFacts(facts, transactionAge, expect);
    const doubtful = maybeMarkers(facts);
    if (judged.verdict !== "fail" || doubtful === null) return judged;
    const atLeast = judgeFacts(withoutMaybeMarkers(facts), transactionAge, expect);
    return atLeast.verdict === "fail"
      ? judged
      : { ...judged, verdict: "inconclusive", summary: `${judged.summary}; ${doubtful}` };
  },
  equivalent({ group }, { kafkaBrokers }) {
    const where = shellQuote(kafkaBrokers ?? "localhost:9092");
    return `kafka-consumer-groups --bootstrap-server ${where} --describe ${shellOption("--group", group)}`;
  },
  things({ group, topics }, { groupExists }) {
    const hint =
      "list them with: kafka-consumer-groups --list; without the ACL Describe a group looks as if it were not there";
    // A topic that is not there is an error of the whole check.
    const named = topics.map((topic) => ({
      what: `topic ${topic}`,
      there: true,
      hint: "list them with: kafka-topics --list",
    }));
    return [{ what: `consumer group ${group}`, there: groupExists === true, hint }, ...named];
  },
};
