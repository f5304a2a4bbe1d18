import { atOnce } from "./at-once.ts";
import { always, breachesOf } from "./breaches-of.ts";
import { kafkaCell, type KafkaCell } from "./kafka-cell.ts";
import { type KafkaFault, kafkaFaults } from "./kafka-faults.ts";
import type { MatrixRow } from "./matrix-row.ts";
import { memoryGrown, MOST_GROWN_BYTES } from "./memory-grown.ts";
import type { Platform } from "./platform.ts";
import type { Subject } from "./subject.ts";
import { subjects } from "./subjects.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

const UNDISTURBED: KafkaFault = { name: "none", says: null, harmless: true };
const AT_ONCE = 12;
/** What is brought to single requests in the short form: what ends at once. */
const SHORT = ["reset", "negative length before an answer", "garbled answer, 0xff", "answer without fields"];
/** DescribeConfigs: retention and the kind of timestamps, which add a forecast and no more. */
const NICE_TO_KNOW = 32;

/** What asks Kafka. */
export async function kafkaRows(platform: Platform, short: boolean): Promise<readonly MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const subject of subjects.filter(({ door }) => door === "kafka")) {
    const truth = await kafkaCell(platform, subject, UNDISTURBED);
    if (verdictOf(truth.outcome) !== "pass")
      throw new Error(`${subject.type} cannot be attacked: ${wordsOf(truth.outcome)}`);
    rows.push(
      ...(await atOnce(kafkaFaults, AT_ONCE, (fault) => wholeRow(platform, subject, fault))),
      ...(await atOnce(
        kafkaFaults.filter(({ name, answer }) => answer !== undefined && (!short || SHORT.includes(name))),
        AT_ONCE,
        (fault) => singleRow(platform, subject, fault, truth),
      )),
      ...(await sickRows(platform, subject, short)),
    );
  }
  return rows;
}

/** What fails must not pass because of an answer that was spoiled. */
async function sickRows(platform: Platform, subject: Subject, short: boolean): Promise<readonly MatrixRow[]> {
  if (subject.sick === undefined) return [];
  const ill = { ...subject, world: subject.sick };
  const truth = await kafkaCell(platform, ill, UNDISTURBED);
  if (verdictOf(truth.outcome) !== "fail")
    throw new Error(`${ill.type} does not fail in ${ill.world}: ${wordsOf(truth.outcome)}`);
  const faults = kafkaFaults.filter(({ name, answer }) => answer !== undefined && (!short || SHORT.includes(name)));
  return atOnce(faults, AT_ONCE, async (fault) => {
    const breaches: string[] = [];
    for (const only of truth.asked) {
      const cell = await kafkaCell(platform, ill, fault, only);
      const passed =
        verdictOf(cell.outcome) === "pass" ? [`a false pass where it fails: ${wordsOf(cell.outcome)}`] : [];
      breaches.push(...[...always(cell), ...passed].map((what) => `request ${only}: ${what}`));
    }
    const [verdict, words] = [verdictOf(truth.outcome), wordsOf(truth.outcome)];
    return { subject: ill, fault: fault.name, reach: "one request", cases: truth.asked.size, verdict, words, breaches };
  });
}

async function wholeRow(platform: Platform, subject: Subject, fault: KafkaFault): Promise<MatrixRow> {
  const { done: cell, grownBytes } = await memoryGrown(() => kafkaCell(platform, subject, fault));
  const breaches =
    fault.harmless === true
      ? [...always(cell), ...(verdictOf(cell.outcome) === "pass" ? [] : [`disturbed: ${wordsOf(cell.outcome)}`])]
      : breachesOf(cell, fault, cell.outcome);
  const full = grownBytes > MOST_GROWN_BYTES ? [`${Math.round(grownBytes / 1024 / 1024)} MB more memory`] : [];
  return {
    subject,
    fault: fault.name,
    reach: "all",
    cases: 1,
    verdict: verdictOf(cell.outcome),
    words: wordsOf(cell.outcome),
    breaches: [...breaches, ...full],
  };
}

/** The answers to each kind of request spoiled, while the others are sound. */
async function singleRow(
  platform: Platform,
  subject: Subject,
  fault: KafkaFault,
  truth: KafkaCell,
): Promise<MatrixRow> {
  const breaches: string[] = [];
  const seen = new Set<string>();
  for (const only of truth.asked) {
    const cell = await kafkaCell(platform, subject, fault, only);
    const verdict = verdictOf(cell.outcome);
    seen.add(verdict);
    const wrong = verdict === "fail" || (verdict === "pass" && only !== NICE_TO_KNOW);
    breaches.push(...always(cell).map((what) => `request ${only}: ${what}`));
    if (wrong) breaches.push(`request ${only}: a false ${verdict}: ${wordsOf(cell.outcome)}`);
  }
  return {
    subject,
    fault: fault.name,
    reach: "one request",
    cases: truth.asked.size,
    verdict: [...seen].join(", "),
    words: wordsOf(truth.outcome),
    breaches,
  };
}
