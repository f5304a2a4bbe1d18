import { binaryPath } from "./provision/lab-folder.ts";
import { toxiproxy } from "./provision/toxiproxy.ts";
import { freePorts } from "./process/free-ports.ts";
import { labDirectory } from "./process/lab-directory.ts";
import { startServer } from "./process/server-process.ts";
import { startOnFreePorts } from "./process/start-on-free-ports.ts";

/** Toxics of toxiproxy 2.12 with their attributes; times in milliseconds, rate in KB/s. */
type Toxic =
  | { readonly type: "latency"; readonly latency: number; readonly jitter?: number }
  | { readonly type: "bandwidth"; readonly rate: number }
  | { readonly type: "slow_close"; readonly delay: number }
  | { readonly type: "timeout"; readonly timeout: number }
  | { readonly type: "reset_peer"; readonly timeout: number }
  | { readonly type: "limit_data"; readonly bytes: number }
  | {
      readonly type: "slicer";
      readonly average_size: number;
      readonly size_variation: number;
      readonly delay: number;
    };

export type Proxy = {
  readonly port: number;
  /**
   * Adds a toxic, also to connections that are open. `downstream` is from the server to the
   * client. Returns what removes it again.
   */
  readonly add: (toxic: Toxic, stream?: "downstream" | "upstream") => Promise<() => Promise<void>>;
  /** Cuts every connection and refuses new ones; `enable` listens again on the same port. */
  readonly disable: () => Promise<void>;
  readonly enable: () => Promise<void>;
  /**
   * Cuts every connection with what is held on it, and stands on the same port again without a toxic. A toxic that is
   * removed on its own waits for its connections: those that were just cut may never answer it.
   */
  readonly renew: () => Promise<void>;
};

export type Toxiproxy = {
  readonly url: string;
  /** A new proxy in front of a port of 127.0.0.1. */
  readonly proxy: (upstreamPort: number) => Promise<Proxy>;
  readonly close: () => Promise<void>;
};

/** Starts a toxiproxy of its own. */
export function startToxiproxy(): Promise<Toxiproxy> {
  return startOnFreePorts(tryToStart);
}

async function tryToStart(): Promise<Toxiproxy> {
  const directory = await labDirectory("toxiproxy");
  const [apiPort = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${apiPort}`;
  const server = await startServer({
    name: "toxiproxy",
    command: binaryPath(toxiproxy, "toxiproxy-server"),
    folder: directory.path,
    args: ["-host", "127.0.0.1", "-port", String(apiPort)],
    ready: async () => (await fetch(`${url}/version`)).ok,
  }).catch(async (error: unknown) => {
    await directory.close();
    throw error;
  });
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, ...sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`toxiproxy ${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    url,
    proxy: async (upstreamPort) => {
      const name = crypto.randomUUID();
      const upstream = `127.0.0.1:${upstreamPort}`;
      const made = await call("POST", "/proxies", { name, listen: "127.0.0.1:0", upstream });
      const { listen } = made as { listen: string };
      const port = Number(listen.slice(listen.lastIndexOf(":") + 1));
      return {
        port,
        add: async ({ type, ...attributes }, stream = "downstream") => {
          const toxic = { name: crypto.randomUUID(), type, stream, attributes };
          await call("POST", `/proxies/${name}/toxics`, toxic);
          return async () => {
            await call("DELETE", `/proxies/${name}/toxics/${toxic.name}`);
          };
        },
        // The port is named: listening on port 0 again would give another.
        disable: async () => {
          await call("POST", `/proxies/${name}`, { listen, upstream, enabled: false });
        },
        enable: async () => {
          await call("POST", `/proxies/${name}`, { listen, upstream, enabled: true });
        },
        renew: async () => {
          await call("DELETE", `/proxies/${name}`);
          await call("POST", "/proxies", { name, listen, upstream });
        },
      };
    },
    close: async () => {
      await server.close();
      await directory.close();
    },
  };
}
