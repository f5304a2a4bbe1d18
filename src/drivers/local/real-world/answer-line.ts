import type { Socket } from "node:net";
import type { HolderAnswer, HolderMessage } from "../holder/message.ts";
import { MAX_ANSWER_BYTES, MAX_MESSAGE_BYTES, parseMessage } from "../holder/message.ts";

type Handler = (message: HolderMessage) => Promise<HolderAnswer>;

/** Who says nothing for so long is cut off. */
const IDLE_MS = 60_000;
/** Who does not read its answer holds up the end of the process for so long. */
const LAST_ANSWER_MS = 1_000;

/** Answers the connections on a holder's socket: a line of JSON each way, one request after the other. */
export class AnswerLine {
  readonly #sockets = new Set<Socket>();
  readonly #handler: Promise<Handler>;
  readonly serve: (handler: Handler) => void;

  constructor() {
    let give: (handler: Handler) => void = () => undefined;
    this.#handler = new Promise((resolve) => (give = resolve));
    this.serve = give;
  }

  attend(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    void this.#converse(socket).catch(() => socket.destroy());
  }

  /** Cuts everybody off, once the answers given so far are through. */
  end(): void {
    for (const socket of this.#sockets) {
      socket.destroySoon();
      setTimeout(() => socket.destroy(), LAST_ANSWER_MS).unref();
    }
  }

  async #converse(socket: Socket): Promise<void> {
    let rest = "";
    socket.setEncoding("utf8");
    for await (const chunk of socket as AsyncIterable<string>) {
      rest += chunk;
      for (let newline = rest.indexOf("\n"); newline !== -1; newline = rest.indexOf("\n")) {
        const line = rest.slice(0, newline);
        rest = rest.slice(newline + 1);
        socket.write(`${bounded(await this.#answer(line))}\n`);
      }
      if (Buffer.byteLength(rest) > MAX_MESSAGE_BYTES) {
        const answer = { ok: false, reason: `a request may have ${MAX_MESSAGE_BYTES} bytes` };
        socket.end(`${JSON.stringify(answer)}\n`);
        return;
      }
    }
    socket.end();
  }

  async #answer(line: string): Promise<HolderAnswer> {
    const message = parseMessage(line);
    if (typeof message === "string") return { ok: false, reason: message };
    return await (
      await this.#handler
    )(message);
  }
}

function bounded(answer: HolderAnswer): string {
  const text = JSON.stringify(answer);
  if (Buffer.byteLength(text) <= MAX_ANSWER_BYTES) return text;
  const reason = `the answer has more than ${MAX_ANSWER_BYTES} bytes; read the run's journal instead`;
  return JSON.stringify({ ok: false, reason } satisfies HolderAnswer);
}
