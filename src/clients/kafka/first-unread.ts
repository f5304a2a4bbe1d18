import type { Answer, UnreadQuestion, UnreadRecord } from "../kafka-client.ts";
import { askLeaders, type Leaders } from "./ask-leaders.ts";
import type { Cluster } from "./cluster.ts";
import { firstRecord } from "./records/first-record.ts";
import { fetchRecordsRequest } from "./requests/fetch-records.ts";

/** Enough for a producer's usual batch; a partition that gives nothing is asked for more. */
const FIRST_BYTES = 64 * 1_024;
const NEXT_BYTES = 4 * 1_024 * 1_024;
const ROUNDS = 60;

/** One partition's search: from where, and up to where as which kind of reader. */
interface Search {
  readonly question: UnreadQuestion;
  offset: number;
  maxBytes: number;
  answer: Answer<UnreadRecord | null> | null;
}

/**
 * The first record from each offset on, read without a group. Up to the last stable offset as a reader of committed records, which says what was
 * aborted; behind it, where a transaction is open, as one that takes everything.
 */
export async function firstUnread(
  cluster: Cluster,
  leaders: Leaders,
  questions: readonly UnreadQuestion[],
  signal: AbortSignal,
): Promise<readonly Answer<UnreadRecord | null>[]> {
  const searches = questions.map((question): Search => {
    const answer = question.offset >= question.highWatermark ? { value: null } : null;
    return { question, offset: question.offset, maxBytes: FIRST_BYTES, answer };
  });
  for (let round = 0; round < ROUNDS && searches.some(isOpen); round += 1)
    for (const isolation of ["committed", "uncommitted"] as const) {
      const open = searches.filter((search) => isOpen(search) && isolationOf(search) === isolation);
      if (open.length > 0) await look(cluster, leaders, open, isolation, signal);
    }
  return searches.map(({ answer }) => answer ?? { trouble: TOO_FAR });
}

const TOO_FAR = { code: "TOO_FAR", words: "no record among very many transaction markers and aborted ones" };

function isOpen({ answer }: Search): boolean {
  return answer === null;
}

function isolationOf({ question, offset }: Search): "committed" | "uncommitted" {
  return offset < question.lastStableOffset ? "committed" : "uncommitted";
}

async function look(
  cluster: Cluster,
  leaders: Leaders,
  searches: readonly Search[],
  isolation: "committed" | "uncommitted",
  signal: AbortSignal,
): Promise<void> {
  const questions = searches.map(({ question: { topic, partition }, offset, maxBytes }) => ({
    topic,
    partition,
    offset,
    maxBytes,
  }));
  const answers = await askLeaders(
    cluster,
    leaders,
    questions,
    (asked) => fetchRecordsRequest(asked, isolation),
    (answer) => answer,
    signal,
  );
  for (const [index, search] of searches.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    if ("trouble" in answer) {
      search.answer = answer;
      continue;
    }
    const { record, nextOffset } = firstRecord(answer.value, search.offset);
    if (record !== null) search.answer = { value: record };
    else if (nextOffset >= search.question.highWatermark) search.answer = { value: null };
    else if (nextOffset === search.offset) search.maxBytes = NEXT_BYTES;
    search.offset = nextOffset;
  }
}
