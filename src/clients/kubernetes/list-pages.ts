import { ClientError } from "../client-error.ts";
import { bytesInWords } from "../http/bytes-in-words.ts";
import type { ListQuery } from "../kubernetes-client.ts";
import { keptFields } from "../kubernetes-objects/kept-fields.ts";
import { shapeOf } from "../kubernetes-objects/object-shapes.ts";
import type { ApiConnection } from "./api-connection.ts";
import { jsonBody } from "./json-body.ts";
import { refuseMisshapen } from "./refuse-misshapen.ts";

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
  const mostBytes = LIST_ANSWERS * order.maxBytes;
  const items: unknown[] = [];
  let bytes = 0;
  let token = "";
  do {
    const page = await readPage(connection, order, token, items.length);
    bytes += page.bytes;
    if (bytes > mostBytes)
      throw new ClientError(
        "too-large",
        `${page.what}: the first ${items.length} items alone have ${bytesInWords(bytes)}, the limit is ${bytesInWords(mostBytes)}`,
        "narrow it by a label selector or a namespace",
      );
    for (const item of page.items) items.push(item);
    token = page.next;
  } while (token !== "");
  return items;
}

interface Page {
  readonly items: readonly unknown[];
  /** Asks for the page after it; empty for the last. */
  readonly next: string;
  readonly bytes: number;
  readonly what: string;
}

/** One page, of which nothing is held but what is kept of its items. `before`: how many items came before it. */
async function readPage(connection: ApiConnection, order: ListOrder, token: string, before: number): Promise<Page> {
  const { path, query, maxBytes, signal } = order;
  const { reply, asked } = await connection.answer({
    method: "GET",
    path: `${path}?${parameters(query, token)}`,
    body: null,
    headers: { accept: "application/json" },
    safe: true,
    signal,
    maxBytes,
  });
  const page = jsonBody(reply, asked) as { items?: unknown; metadata?: { continue?: unknown } };
  const refuse = (words: string, hint: string): never => {
    throw new ClientError("unexpected-answer", `${asked.what}: ${words}`, hint, reply.status);
  };
  const isServer = `is ${asked.server} a Kubernetes API server?`;
  if (page.items === undefined) return refuse("the answer has no items", isServer);
  const items: unknown = page.items ?? [];
  if (!Array.isArray(items)) return refuse("the answer is no list", isServer);
  const next = page.metadata?.continue;
  if (next !== undefined && next === token) return refuse("the server repeats a page", "run it again");
  const { resource } = asked.question;
  const shape = shapeOf(resource);
  const kept = items.map((item: unknown, index) => {
    refuseMisshapen(item, shape, asked, `items.${before + index}`);
    return keptFields(resource, item);
  });
  return { items: kept, next: typeof next === "string" ? next : "", bytes: reply.bytes, what: asked.what };
}

function parameters(query: ListQuery, token: string): string {
  return new URLSearchParams({
    limit: String(PAGE_ITEMS),
    ...(query.labelSelector !== undefined && { labelSelector: query.labelSelector }),
    ...(query.fieldSelector !== undefined && { fieldSelector: query.fieldSelector }),
    ...(token !== "" && { continue: token }),
  }).toString();
}
