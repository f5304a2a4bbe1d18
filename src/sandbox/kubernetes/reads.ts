import type { KubeObject } from "../world/objects.ts";
import type { Simulation } from "../world/simulation.ts";
import { type Answer, badRequest, failure, isAnswer, notFound, notImplemented, ok } from "./answer.ts";
import type { ApiRequest } from "./request.ts";
import type { ResourcePath } from "./request-path.ts";
import type { ResourceInfo } from "./resources.ts";
import { scaleOf } from "./scale.ts";
import { selection } from "./selectors.ts";
import { metadataOnly, tableOf, wantsMetadata, wantsTable } from "./table.ts";

/** The rest of a list that was begun, as of its beginning. */
interface Page {
  readonly rest: readonly KubeObject[];
  readonly version: string;
}

/** How many begun lists are remembered; an older one's token is told to be expired. */
const PAGES_MOST = 64;

const TOKEN = "sandbox/list/";

/** Whether a sandbox made it, this one or an earlier. */
function isToken(token: string): boolean {
  return Buffer.from(token, "base64url").toString("utf8").startsWith(TOKEN);
}

/** Continue tokens of one server. */
export class Pages {
  readonly #pages = new Map<string, Page>();
  #count = 0;

  keep(page: Page): string {
    this.#count += 1;
    const token = Buffer.from(`${TOKEN}${this.#count}`).toString("base64url");
    this.#pages.set(token, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > PAGES_MOST && oldest !== undefined) {
      this.#pages.delete(oldest);
    }
    return token;
  }

  find(token: string): Page | undefined {
    return this.#pages.get(token);
  }
}

const EXPIRED =
  "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.";

/** GET of a collection, in pages when `limit` asks for them. */
export function list(
  simulation: Simulation,
  info: ResourceInfo,
  path: ResourcePath,
  request: ApiRequest,
  pages: Pages,
): Answer {
  const { query } = request;
  const { world } = simulation;
  const token = query.get("continue") ?? "";
  const limit = Number(query.get("limit") ?? 0);
  if (!Number.isInteger(limit)) {
    return badRequest(`invalid limit "${query.get("limit")}"`);
  }
  let all: readonly KubeObject[];
  let version = String(world.store.version);
  if (token === "") {
    const matches = selection(info.plural, query);
    if (isAnswer(matches)) {
      return matches;
    }
    all = world.store.list(info.plural, path.namespace === "" ? undefined : path.namespace).filter(matches);
  } else {
    const page = pages.find(token);
    if (page === undefined) {
      return isToken(token)
        ? failure(410, "Expired", EXPIRED)
        : badRequest("invalid continue token: continue key is not valid");
    }
    all = page.rest;
    version = page.version;
  }
  const items = limit > 0 ? all.slice(0, limit) : all;
  const rest = all.slice(items.length);
  const metadata = {
    resourceVersion: version,
    ...(rest.length > 0 ? { continue: pages.keep({ rest, version }), remainingItemCount: rest.length } : {}),
  };
  if (wantsTable(request.accept)) {
    return ok(
      tableOf(info.plural, items, metadata, { nowMs: world.nowMs, include: query.get("includeObject") ?? "Metadata" }),
    );
  }
  const apiVersion = info.group === "" ? info.version : `${info.group}/${info.version}`;
  // Items of a list carry no kind of their own.
  const bare = items.map(({ apiVersion: _apiVersion, kind: _kind, ...item }) => item);
  return ok({ kind: `${info.kind}List`, apiVersion, metadata, items: bare });
}

/** GET of one object or of its scale. */
export function get(simulation: Simulation, info: ResourceInfo, path: ResourcePath, request: ApiRequest): Answer {
  const { store, nowMs } = simulation.world;
  const object = store.get(info.plural, info.namespaced ? path.namespace : undefined, path.name);
  if (object === undefined) {
    return notFound(info.group, info.plural, path.name);
  }
  if (path.subresource === "scale" && info.plural === "deployments") {
    const deployment = store.get("deployments", path.namespace, path.name);
    return deployment === undefined ? notFound(info.group, info.plural, path.name) : ok(scaleOf(deployment));
  }
  if (path.subresource !== "" && path.subresource !== "status") {
    return notImplemented(`${info.plural}/${path.subresource}`);
  }
  if (wantsTable(request.accept)) {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return ok(
      tableOf(info.plural, [object], metadata, { nowMs, include: request.query.get("includeObject") ?? "Metadata" }),
    );
  }
  return ok(wantsMetadata(request.accept) ? metadataOnly(object) : object);
}
