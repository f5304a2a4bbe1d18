import { freePorts } from "../process/free-ports.ts";

/** A URL of this machine at which nothing listens. */
export async function closedPort(scheme: "http" | "https" = "http"): Promise<string> {
  const [port = 0] = await freePorts(1);
  return `${scheme}://127.0.0.1:${port}`;
}
