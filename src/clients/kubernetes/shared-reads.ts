import { setMaxListeners } from "node:events";
import { ClientError } from "../client-error.ts";

interface Read {
  readonly signal: AbortSignal;
}

interface UnderWay<Answer> {
  readonly answer: Promise<Answer>;
  readonly begunMs: number;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Longer ago an answer may tell of a time before its asker began: what is seen after a change must not have been asked for before it.
 */
const TOGETHER_MS = 25;

/**
 * The checks of a diagnosis begin together and often with the same question: it is sent once, and each gets the answer. A question is shared only while
 * it is under way, and only with who asks within 25 ms. It is given up when all who asked have given up.
 * @param send sends one; @param keyOf what is asked and how it should be answered; @param nowMs a clock that only goes forward, milliseconds
 */
export function sharedReads<Order extends Read, Answer>(
  send: (order: Order) => Promise<Answer>,
  keyOf: (order: Order) => string,
  nowMs: () => number,
): (order: Order) => Promise<Answer> {
  const reads = new Map<string, UnderWay<Answer>>();

  function begin(key: string, order: Order): UnderWay<Answer> {
    const controller = new AbortController();
    const answer = send({ ...order, signal: controller.signal });
    const read: UnderWay<Answer> = { answer, begunMs: nowMs(), controller, waiting: 0 };
    const forget = () => {
      if (reads.get(key) === read) reads.delete(key);
    };
    answer.then(forget, forget);
    reads.set(key, read);
    return read;
  }

  function leave(key: string, read: UnderWay<Answer>, reason: unknown): void {
    read.waiting -= 1;
    if (read.waiting > 0) return;
    if (reads.get(key) === read) reads.delete(key);
    read.controller.abort(reason);
  }

  return (order) => {
    const key = keyOf(order);
    const there = reads.get(key);
    const read = there !== undefined && nowMs() - there.begunMs <= TOGETHER_MS ? there : begin(key, order);
    read.waiting += 1;
    // One signal ends many reads at once, which is no leak: Node would warn of it on the terminal.
    setMaxListeners(0, order.signal);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        leave(key, read, order.signal.reason);
        // Others go on waiting; where there are none, what was sent ends now, and says how far it came.
        if (read.waiting > 0) reject(new ClientError("aborted", "stopped before the answer came", "run it again"));
      };
      if (order.signal.aborted) onAbort();
      else order.signal.addEventListener("abort", onAbort, { once: true });
      void read.answer.then(resolve, reject).finally(() => order.signal.removeEventListener("abort", onAbort));
    });
  };
}
