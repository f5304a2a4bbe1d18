import type net from "node:net";
import type { Exchange } from "./http-front.ts";

/** One way in which an HTTP server fails those who ask it. */
export interface HttpFault {
  readonly name: string;
  /** Some of it must be said: the summary, the reason or the next step matches. null: nothing is wrong to speak of. */
  readonly says: RegExp | null;
  /** It is answered as if there were no fault: what it touches is not what the check reads. */
  readonly harmless?: true;
  /** Only the time limit ends it. */
  readonly hangs?: true;
  /** It sends much: the memory that it costs is measured, alone. */
  readonly large?: true;
  /** The answer is the real one with something missing or broken in it: whoever does not need that may answer as undisturbed. */
  readonly partial?: true;
  readonly connection?: (socket: net.Socket) => void;
  readonly answer?: (exchange: Exchange) => Promise<void> | void;
  /** Another address than the front's, or another certificate. */
  readonly way?: "refused" | "unresolved" | "expired" | "wrong host";
}
