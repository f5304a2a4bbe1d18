import { setMaxListeners } from "node:events";
import { ClientError } from "../client-error.ts";
import type { HttpReply } from "../http/send-request.ts";

/** A read, by what is asked and how it should be answered. */
interface Read {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface UnderWay {
  readonly answer: Promise<HttpReply>;
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
 * @param send sends one; @param nowMs a clock that only goes forward, milliseconds
 */
export function sharedReads<Order extends Read>(
  send: (order: Order) => Promise<HttpReply>,
  nowMs: () => number,
): (order: Order) => Promise<HttpReply> {
  const reads = new Map<string, UnderWay>();

  function begin(key: string, order: Order): UnderWay {
    const controller = new AbortController();
    const answer = send({ ...order, signal: controller.signal });
    const read: UnderWay = { answer, begunMs: nowMs(), controller, waiting: 0 };
    const forget = () => {
      if (reads.get(key) === read) reads.delete(key);
    };
    answer.then(forget, forget);
    reads.set(key, read);
    return read;
  }

  function leave(key: string, read: UnderWay, reason: unknown): void {
    read.waiting -= 1;
    if (read.waiting > 0) return;
    if (reads.get(key) === read) reads.delete(key);
    read.controller.abort(reason);
  }

  return (order) => {
    const key = JSON.stringify([order.path, order.headers]);
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
