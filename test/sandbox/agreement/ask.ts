import { request, type RequestOptions } from "node:https";
import type { Exchange } from "./exchanges.ts";

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Makes the request of an exchange with a bare client, in a namespace. */
export function ask(server: string, tls: RequestOptions, namespace: string, exchange: Exchange): Promise<Reply> {
  const put = (text: string): string => text.replaceAll("NS", namespace);
  const text =
    exchange.body === undefined
      ? ""
      : put(typeof exchange.body === "string" ? exchange.body : JSON.stringify(exchange.body));
  return new Promise((resolve, reject) => {
    const headers = {
      ...(tls.headers as Record<string, string> | undefined),
      Accept: exchange.accept ?? "application/json",
      ...(exchange.contentType === undefined
        ? {}
        : { "Content-Type": exchange.contentType, "Content-Length": Buffer.byteLength(text) }),
    };
    const sent = request(
      new URL(put(exchange.path), server),
      { ...tls, method: exchange.method, headers, agent: false, timeout: 10_000 },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (body += part));
        response.on("end", () => {
          let parsed: unknown = body;
          try {
            parsed = JSON.parse(body);
          } catch {
            // Some answers are plain text.
          }
          resolve({ status: response.statusCode ?? 0, body: parsed });
        });
      },
    );
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.end(text);
  });
}
