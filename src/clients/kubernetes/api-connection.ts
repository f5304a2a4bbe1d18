import http from "node:http";
import type https from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { ClientError } from "../client-error.ts";
import { earlyAgent } from "../http/early-agent.ts";
import { retryAfterSeconds } from "../http/retry-after.ts";
import { type HttpReply, sendRequest, type TlsSettings } from "../http/send-request.ts";
import { apiError, type Asked } from "./api-error.ts";
import type { Target } from "./choose-target.ts";
import type { Credentials } from "./credentials.ts";
import { identityInTime } from "./identity-in-time.ts";
import { apiQuestion, questionInWords } from "./request-in-words.ts";
import { serverClock } from "./server-clock.ts";
import { sharedReads } from "./shared-reads.ts";

/** The connections that one process keeps to an API server: enough for a diagnosis at once, few enough to be polite. */
const MAX_SOCKETS = 8;
/** What a diagnosis asks at once: of workloads, of endpoints, and then the logs of a few pods. */
const EARLY_SOCKETS = 5;
const RETRIES_WHEN_BUSY = 5;
/** A server that wants to be left alone for longer is told of, instead of waiting until the check's time is over: what it said would be lost. */
const PATIENCE_MS = 3_000;

export interface ConnectionOptions {
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly now: () => number;
  /** Told each line that a credential plugin says to a person, as it says it; absent: nobody is. */
  readonly tell?: (line: string) => void;
}

export interface ApiOrder {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string | Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Changes nothing: may wait and ask again when the server is busy. */
  readonly safe: boolean;
  readonly signal: AbortSignal;
  /** Of the cap, what is left for this answer. */
  readonly maxBytes?: number;
  /** Where more has to be carried than others have time for. */
  readonly timeoutMs?: number;
}

/** The way to one API server, as one user: one pool of kept connections, credentials, words for errors. */
export interface ApiConnection {
  readonly target: Target;
  readonly credentials: Credentials;
  readonly authority: string | undefined;
  /** Any complete answer. 401 is asked once more with renewed credentials, a busy server (429) is given the time that it asks for, within the deadline. */
  ask(order: ApiOrder): Promise<HttpReply>;
  /** As `ask`, and rejects with ClientError for any status but 2xx. */
  answer(order: ApiOrder): Promise<{ readonly reply: HttpReply; readonly asked: Asked }>;
  asked(method: string, path: string): Asked;
  /** The API server's clock, by the latest that was had with `answer`, errors too; null: it told none. */
  serverNow(): number | null;
  /** How far this machine's clock is ahead of that, milliseconds; 0: by less than half a minute, or not known. */
  clockAheadMs(): number;
  /** What to add to its times so that by this machine's clock they are not too early, milliseconds. */
  stampShiftMs(): number;
  /** Begins connections before there is anything to ask, where the credentials are at hand. Rejects where they cannot be read. */
  connect(): Promise<void>;
  close(): void;
}

export function apiConnection(
  target: Target,
  credentials: Credentials,
  authority: string | undefined,
  options: ConnectionOptions,
): ApiConnection {
  const secure = target.server.startsWith("https:");
  const pool = earlyAgent(secure, MAX_SOCKETS);
  const tls: TlsSettings = {
    ...(authority !== undefined && { ca: authority }),
    ...(target.cluster["tls-server-name"] !== undefined && { servername: target.cluster["tls-server-name"] }),
    ...(target.cluster["insecure-skip-tls-verify"] === true && { rejectUnauthorized: false }),
  };
  const user =
    target.userName ?? (target.context === null ? "the pod's service account" : "nobody (the context names no user)");
  const place = target.context === null ? target.source : `context "${target.context}" of ${target.source}`;
  let proxy: Promise<http.Agent> | null = null;
  const clock = serverClock(() => performance.now(), options.now);

  async function agentFor(order: ApiOrder): Promise<http.Agent | false> {
    if (target.cluster["proxy-url"] !== undefined) return (proxy ??= throughProxy(target, authority));
    // A kept connection may be half dead, and a write that is lost on it an unknown outcome: it goes out on a new one.
    return order.safe ? pool.agent : false;
  }

  const wordsFor = (method: string, path: string) =>
    `${questionInWords(apiQuestion(method, path), path)} at ${target.server} as ${user}`;

  async function send(order: ApiOrder, timeoutMs: number): Promise<HttpReply> {
    const url = new URL(target.server + order.path);
    const what = wordsFor(order.method, order.path);
    const startedMs = performance.now();
    const { headers, ...own } = await identityInTime(credentials, what, timeoutMs, order.signal);
    return sendRequest({
      what,
      unreachableHint: `is the cluster up and its network (VPN) connected, and is ${place} the right one?`,
      narrowHint: "narrow it by a label selector or a namespace, or ask for fewer log lines",
      method: order.method,
      url,
      headers: { "user-agent": options.userAgent, "accept-encoding": "gzip", ...order.headers, ...headers },
      body: order.body,
      tls: { ...tls, ...own },
      agent: await agentFor(order),
      timeoutMs: Math.max(1, timeoutMs - (performance.now() - startedMs)),
      maxBytes: order.maxBytes ?? options.maxBytes,
      repeatable: order.safe,
      signal: order.signal,
    });
  }

  async function askAlone(order: ApiOrder): Promise<HttpReply> {
    const limitMs = order.timeoutMs ?? options.timeoutMs;
    const startedMs = performance.now();
    let renewed = false;
    for (let busy = 0; ;) {
      const leftMs = limitMs - (performance.now() - startedMs);
      const reply = await send(order, Math.max(1, leftMs));
      if (reply.status === 401 && !renewed && (await credentials.renew())) {
        renewed = true;
        continue;
      }
      if (reply.status !== 429 || !order.safe || busy++ >= RETRIES_WHEN_BUSY) return reply;
      const waitMs = (retryAfterSeconds(reply) ?? Number.POSITIVE_INFINITY) * 1000;
      if (performance.now() - startedMs + waitMs >= Math.min(limitMs, PATIENCE_MS)) return reply;
      if (!(await waited(waitMs, order.signal))) return reply;
    }
  }

  const askTogether = sharedReads(
    askAlone,
    ({ path, headers }) => JSON.stringify([path, headers]),
    () => performance.now(),
  );

  async function ask(order: ApiOrder): Promise<HttpReply> {
    refuseDetours(target, order.path);
    return order.safe && order.method === "GET" ? askTogether(order) : askAlone(order);
  }

  function asked(method: string, path: string): Asked {
    return {
      what: wordsFor(method, path),
      server: target.server,
      user,
      question: apiQuestion(method, path),
      trouble: credentials.trouble(options.now()),
      place,
    };
  }

  return {
    target,
    credentials,
    authority,
    ask,
    asked,
    serverNow: () => clock.now(),
    clockAheadMs: () => clock.aheadMs(),
    stampShiftMs: () => clock.stampShiftMs(),
    async answer(order) {
      const reply = await ask(order);
      // Not of what it only passes on: a service behind its proxy has a clock of its own.
      clock.heard(reply.headers.date);
      const about = asked(order.method, order.path);
      if (reply.status < 200 || reply.status >= 300) throw apiError(reply, about);
      return { reply, asked: about };
    },
    async connect() {
      // What a plugin or a library gives may cost a person's login: only a request that is needed asks for it.
      const { user, cluster } = target;
      if (user.exec || user["auth-provider"] || cluster["proxy-url"] !== undefined) return;
      const { cert, key } = await credentials.identity();
      const own = { ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
      pool.connect(new URL(target.server), { ...tls, ...own }, EARLY_SOCKETS);
    },
    close() {
      credentials.close();
      pool.close();
    },
  };
}

/** A path with ".." would be another resource than the one that the words and the permissions speak of. */
function refuseDetours(target: Target, path: string): void {
  const written = target.server + (path.split("?")[0] ?? "");
  const straight =
    URL.canParse(written) && new URL(written).pathname === written.slice(written.indexOf("/", "https://".length));
  if (path.startsWith("/") && !path.includes("#") && straight) return;
  throw new ClientError(
    "not-allowed",
    `the path ${path} leads elsewhere than it says`,
    "write the path without . and .. and #",
  );
}

/** False when the signal ended the waiting. */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

async function throughProxy(target: Target, authority: string | undefined): Promise<http.Agent> {
  const { libraryConfig } = await import("./library-config.ts");
  const options: https.RequestOptions = {};
  await libraryConfig(target, authority, { headers: {} }).applyToHTTPSOptions(options);
  if (options.agent instanceof http.Agent) return options.agent;
  throw new ClientError(
    "not-configured",
    `the proxy-url of the cluster at ${target.server} cannot be used`,
    "correct proxy-url in the kubeconfig",
  );
}
