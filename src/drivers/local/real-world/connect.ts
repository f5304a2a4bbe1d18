import { createConnection, type Socket } from "node:net";
import { withShortSocketPath } from "./short-socket-path.ts";

/** What connecting says of a dead holder: its socket is not listened to, was replaced by a plain file when it left, or is gone. */
const DEAD = new Set(["ECONNREFUSED", "ENOTSOCK", "ENOENT", "EPROTOTYPE"]);

/**
 * Connects to the socket `name` in the run's folder; null when nobody listens. A full queue of waiting connections (EAGAIN) means that the
 * listener lives: then, and on anything else, it throws the system's error.
 */
export async function connect(runFolder: string, name: string): Promise<Socket | null> {
  return await withShortSocketPath(
    runFolder,
    name,
    (path) =>
      new Promise((resolve, reject) => {
        const socket = createConnection(path);
        const refused = (error: NodeJS.ErrnoException): void => {
          if (DEAD.has(error.code ?? "")) resolve(null);
          else reject(error);
        };
        socket.once("error", refused);
        socket.once("connect", () => {
          socket.off("error", refused);
          socket.on("error", () => socket.destroy());
          resolve(socket);
        });
      }),
  );
}

/** Whether a process listens on this socket. What cannot be told counts as alive: a run that waits is better than one that two processes hold. */
export async function isListening(runFolder: string, name: string): Promise<boolean> {
  try {
    const socket = await connect(runFolder, name);
    socket?.destroy();
    return socket !== null;
  } catch {
    return true;
  }
}
