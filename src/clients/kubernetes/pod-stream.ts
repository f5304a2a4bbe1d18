import { Duplex, PassThrough, Writable } from "node:stream";
import { ClientError } from "../client-error.ts";
import { STREAM_FAILED } from "../http/network-error.ts";
import type { ApiConnection } from "./api-connection.ts";
import { apiError } from "./api-error.ts";
import { PortForward } from "./client-node.ts";
import { libraryConfig } from "./library-config.ts";
import { portForwardPath } from "./request-in-words.ts";
import type { Backend } from "./service-backend.ts";
import { quoted } from "../quoted.ts";

/** What the library's socket tells besides its data. */
interface Closable {
  close(): void;
  on(event: "close" | "error", listener: () => void): unknown;
}

/** A stream to a port of a pod, through the API server. Ends with the pod's connection, or with an error that says what the kubelet said. Rejects with ClientError. */
export async function podStream(
  connection: ApiConnection,
  namespace: string,
  { pod, port }: Backend,
  signal: AbortSignal,
): Promise<Duplex> {
  const { target, authority, credentials } = connection;
  const toPod = new PassThrough();
  const fromPod = new PassThrough();
  const complaint = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const words = quoted(chunk.toString("utf8"), 200);
      if (words !== "") fromPod.destroy(broken(`the port-forward failed: ${words}`));
      done();
    },
  });
  const forward = new PortForward(libraryConfig(target, authority, await credentials.identity()));
  const opening = forward.portForward(namespace, pod, [port], fromPod, complaint, toPod);
  const socket = (await withSignal(opening, signal).catch((error: unknown) => {
    void opening.then((late) => (late as Closable).close()).catch(() => undefined);
    throw openingError(connection, portForwardPath(namespace, pod), error, signal);
  })) as Closable;
  socket.on("close", () => fromPod.end());
  socket.on("error", () => fromPod.destroy(broken("the port-forward broke")));
  const stream = Duplex.from({ readable: fromPod, writable: toPod });
  stream.once("close", () => socket.close());
  // A request that failed lets go of its stream and destroys it, which a Duplex.from tells as an error: nobody waits for that one.
  stream.on("error", () => undefined);
  return stream;
}

function broken(words: string): Error {
  return Object.assign(new Error(words), { code: STREAM_FAILED });
}

function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function openingError(connection: ApiConnection, path: string, error: unknown, signal: AbortSignal): ClientError {
  const asked = connection.asked("POST", path);
  if (signal.aborted) {
    const late = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
    return new ClientError(
      late ? "timeout" : "aborted",
      `${asked.what}: ${late ? "not open in time" : "stopped"}`,
      "does the API server reach its nodes?",
    );
  }
  const message = error instanceof Error ? error.message : ((error as { message?: string }).message ?? "");
  const status = Number(/Unexpected server response: (\d{3})/.exec(message)?.[1] ?? "0");
  if (status !== 0) return apiError({ status, headers: {}, contentType: "", body: "", bytes: 0, latencyMs: 0 }, asked);
  return new ClientError(
    "unreachable",
    `${asked.what}: ${quoted(message, 200)}`,
    "does the API server reach its nodes?",
    null,
    error,
  );
}
