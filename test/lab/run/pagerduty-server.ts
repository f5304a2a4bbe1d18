import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export interface PagerDutyEvent {
  readonly event_action: string;
  readonly dedup_key: string;
}

export interface PagerDutyServer {
  readonly url: string;
  readonly events: readonly PagerDutyEvent[];
  /** The next event is taken and never answered; resolves when it is there. */
  silent(): Promise<void>;
  close(): Promise<void>;
}

/** PagerDuty's Events API on 127.0.0.1: takes everything. */
export async function startPagerDuty(): Promise<PagerDutyServer> {
  const events: PagerDutyEvent[] = [];
  let heard: (() => void) | null = null;
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const event = body as PagerDutyEvent;
      events.push(event);
      if (heard !== null) {
        heard();
        heard = null;
        return;
      }
      response.writeHead(202, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "success", message: "Event processed", dedup_key: event.dedup_key }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    silent: () => new Promise<void>((resolve) => (heard = resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
