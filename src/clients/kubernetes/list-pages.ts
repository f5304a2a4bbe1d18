import { ClientError } from "../client-error.ts";
import { bytesInWords } from "../http/bytes-in-words.ts";
import type { ListQuery } from "../kubernetes-client.ts";
import { keptFields } from "../kubernetes-objects/kept-fields.ts";
import { shapeOf } from "../kubernetes-objects/object-shapes.ts";
import type { ApiConnection } from "./api-connection.ts";
import { jsonBody } from "./json-body.ts";
import { refuseMisshapen } from "./refuse-misshapen.ts";
import { apiQuestion } from "./request-in-words.ts";

const PAGE_ITEMS = 500;
/** Of a list's pages only one is held whole at a time: all together may be so many times what an answer may be. */
const LIST_ANSWERS = 4;

export interface ListOrder {
  readonly path: string;
  readonly query: ListQuery;
  /** Of a page. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * All items of a list, by pages, without the fields that nobody reads of so many. Started anew once when the server has forgotten where it was (410).
 */
export async function listPages(connection: ApiConnection, order: ListOrder): Promise<readonly unknown[]> {
  try {
    return await allPages(connection, order);
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "gone") throw error;
    return allPages(connection, order);
  }
}

async function allPages(connection: ApiConnection, order: ListOrder): Promise<readonly unknown[]> {
  const { path, query, maxBytes, signal } = order;
  const items: unknown[] = [];
  const { resource } = apiQuestion("GET", path);
  const shape = shapeOf(resource);
  const mostBytes = LIST_ANSWERS * maxBytes;
  let bytes = 0;
  let token = "";
  do {
    const { reply, asked } = await connection.answer({
      method: "GET",
      path: `${path}?${parameters(query, token)}`,
      body: null,
      headers: { accept: "application/json" },
      safe: true,
      signal,
      maxBytes,
    });
    bytes += reply.bytes;
    if (bytes > mostBytes)
      throw new ClientError(
        "too-large",
        `${asked.what}: the first ${items.length} items alone have ${bytesInWords(bytes)}, the limit is ${bytesInWords(mostBytes)}`,
        "narrow it by a label selector or a namespace",
      );
    const page = jsonBody(reply, asked) as { items?: unknown; metadata?: { continue?: unknown } };
    if (!Array.isArray(page.items ?? []))
      throw new ClientError(
        "unexpected-answer",
        `${asked.what}: the answer is no list`,
        `is ${asked.server} a Kubernetes API server?`,
        reply.status,
      );
    if (page.items === undefined)
      throw new ClientError(
        "unexpected-answer",
        `${asked.what}: the answer has no items`,
        `is ${asked.server} a Kubernetes API server?`,
        reply.status,
      );
    for (const item of (page.items ?? []) as unknown[]) {
      refuseMisshapen(item, shape, asked, `items.${items.length}`);
      items.push(keptFields(resource, item));
    }
    const next = page.metadata?.continue;
    if (next !== undefined && next === token)
      throw new ClientError(
        "unexpected-answer",
        `${asked.what}: the server repeats a page`,
        "run it again",
        reply.status,
      );
    token = typeof next === "string" ? next : "";
  } while (token !== "");
  return items;
}

function parameters(query: ListQuery, token: string): string {
  return new URLSearchParams({
    limit: String(PAGE_ITEMS),
    ...(query.labelSelector !== undefined && { labelSelector: query.labelSelector }),
    ...(query.fieldSelector !== undefined && { fieldSelector: query.fieldSelector }),
    ...(token !== "" && { continue: token }),
  }).toString();
}
