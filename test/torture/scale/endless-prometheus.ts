import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

const SERIES = JSON.stringify({ metric: { pod: "feature-api-0", entity: "x".repeat(100) }, value: [1, "1"] });
const SERIES_A_CHUNK = 500;

export interface EndlessPrometheus {
  readonly url: string;
  /** That one answer had at most, as far as it was taken. */
  takenBytes(): number;
  close(): Promise<void>;
}

/** Answers every question with series of so many bytes, as fast as they are taken but for a pause after each piece, without telling how many there will be. */
export async function endlessPrometheus(bytes: number, pauseMs: number): Promise<EndlessPrometheus> {
  const chunk = `${SERIES},`.repeat(SERIES_A_CHUNK);
  let most = 0;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    let sent = 0;
    const body = async function* () {
      yield '{"status":"success","data":{"resultType":"vector","result":[';
      for (; sent < bytes; sent += chunk.length) {
        most = Math.max(most, sent);
        yield chunk;
        await sleep(pauseMs);
      }
      yield `${SERIES}]}}`;
    };
    pipeline(Readable.from(body()), response, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takenBytes: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
