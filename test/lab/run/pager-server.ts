import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a pager received. */
export type Page = { readonly path: string; readonly body: unknown };

export type PagerServer = {
  readonly url: string;
  readonly pages: readonly Page[];
  close(): Promise<void>;
};

/** A Slack-like webhook on 127.0.0.1 that takes everything and answers `ok`. */
export async function startPagerServer(): Promise<PagerServer> {
  const pages: Page[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      pages.push({ path: request.url ?? "", body: JSON.parse(body) as unknown });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
