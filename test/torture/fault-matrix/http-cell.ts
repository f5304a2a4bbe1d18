import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment, type Environment } from "../../../src/core/environment/environment.ts";
import { type Asked, ask, resultOf } from "./outcome.ts";
import type { HttpFault } from "./http-fault.ts";
import { MAX_BYTES } from "./http-faults.ts";
import { httpFront } from "./http-front.ts";
import { type Platform, upstreamOf } from "./platform.ts";
import type { Subject, World } from "./subject.ts";

/** Enough where something must be answered, on a busy machine too; short where only the limit ends it. */
const PATIENT_MS = 10_000;
const IMPATIENT_MS = 1_500;
/** Where nothing listens, by the list of ports. */
const DISCARD_PORT = 9;

export interface Cell extends Asked {
  readonly budgetMs: number;
  /** The requests that came to the front, by their key. */
  readonly requests: readonly string[];
  /** Of a check of another server, asked at the same time. */
  readonly neighbour: string;
}

/** No fault: what is then seen is the truth. */
export const UNDISTURBED: HttpFault = { name: "none", says: null, harmless: true };

/** Asks one subject through a server that fails it; `only`: this request alone is failed. */
export async function httpCell(
  platform: Platform,
  subject: Subject,
  fault: HttpFault,
  { only, world = subject.world }: { readonly only?: string; readonly world?: World } = {},
): Promise<Cell> {
  const { door, question } = subject;
  const sandbox = question?.moment.sandbox ?? (await platform.sandbox(world));
  const pair = { expired: platform.expired, "wrong host": platform.wrongHost, good: platform.pair };
  const secure = door === "kubernetes" || fault.way === "expired" || fault.way === "wrong host";
  const front = await httpFront({
    upstream: upstreamOf(sandbox, door),
    ...(secure && { pair: pair[fault.way === "expired" || fault.way === "wrong host" ? fault.way : "good"] }),
    ...(fault.connection !== undefined && only === undefined && { connection: fault.connection }),
    ...(fault.answer !== undefined && { answer: fault.answer }),
    ...(only !== undefined && { only }),
  });
  // A port that was closed may be another front's a moment later.
  const port = fault.way === "refused" ? DISCARD_PORT : front.port;
  const host = fault.way === "unresolved" ? "fault-matrix.invalid" : "127.0.0.1";
  const url = `${secure ? "https" : "http"}://${host}:${port}`;
  const neighbourUrl = (await platform.sandbox("none")).endpoints["kv-store-replica"];
  const kubeconfig = platform.kubeconfig(sandbox, url);
  const doors = openDoors(environmentOf(platform, door, url, neighbourUrl), {
    env: { ...process.env, FRONT_CA: platform.ca },
    readFile: (path) => (path === "/kubeconfig" ? Promise.resolve(kubeconfig) : Promise.reject(new Error(path))),
    maxBytes: MAX_BYTES,
  });
  const budgetMs = fault.hangs === true ? IMPATIENT_MS : PATIENT_MS;
  try {
    const [asked, neighbour] = await Promise.all([
      ask(subject, doors, question?.moment.nowMs ?? platform.now(), budgetMs),
      resultOf({ type: "http.health", args: { endpoint: "neighbour" } }, doors, platform.now, PATIENT_MS),
    ]);
    return { ...asked, budgetMs, requests: front.asked, neighbour: neighbour.verdict };
  } finally {
    await doors.close();
    await front.close();
  }
}

function environmentOf(platform: Platform, door: Subject["door"], url: string, neighbourUrl: string): Environment {
  const address = { url, ...(url.startsWith("https:") && { ca: { env: "FRONT_CA" } }) };
  return {
    ...bareEnvironment("fault-matrix"),
    kubernetes: { kubeconfig: "/kubeconfig" },
    ...(door === "prometheus" && { prometheus: address }),
    ...(door === "alertmanager" && { alertmanager: address }),
    ...(door === "flink" && { flink: { ...address, jar: platform.jar } }),
    endpoints: { ...(door === "endpoint" && { asked: address }), neighbour: { url: neighbourUrl } },
  };
}
