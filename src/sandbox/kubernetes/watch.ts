import type { ServerResponse } from "node:http";
import type { KubeObject } from "../world/objects.ts";
import type { Simulation } from "../world/simulation.ts";
import { sendJson } from "../listening.ts";
import { badRequest, failure, isAnswer } from "./answer.ts";
import type { ApiRequest } from "./request.ts";
import type { ResourcePath } from "./request-path.ts";
import type { ResourceInfo } from "./resources.ts";
import { selection } from "./selectors.ts";
import { tableOf, wantsTable } from "./table.ts";

/** The world has no timers of its own; a watch looks this often whether something happened. */
const POLL_MS = 200;
const TIMEOUT_SECONDS = 1800;

/** Streams the changes of a collection as watch events, until the client leaves or timeoutSeconds have passed. */
export function watch(
  simulation: Simulation,
  info: ResourceInfo,
  path: ResourcePath,
  request: ApiRequest,
  response: ServerResponse,
  now: () => number,
): void {
  const { query } = request;
  const { store } = simulation.world;
  const matches = selection(info.plural, query);
  if (isAnswer(matches)) {
    sendJson(response, matches.code, matches.body);
    return;
  }
  const from = query.get("resourceVersion") ?? "";
  if (!/^\d*$/.test(from)) {
    const { code, body } = badRequest(`invalid resource version "${from}"`);
    sendJson(response, code, body);
    return;
  }
  const apiVersion = info.group === "" ? info.version : `${info.group}/${info.version}`;
  const asTable = wantsTable(request.accept);
  const wanted = (object: KubeObject): boolean =>
    (path.namespace === "" || object.metadata.namespace === path.namespace) &&
    (path.name === "" || object.metadata.name === path.name) &&
    matches(object);
  const send = (type: string, object: unknown): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const sendObject = (type: string, object: KubeObject): void => {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const include = query.get("includeObject") ?? "Metadata";
    send(type, asTable ? tableOf(info.plural, [object], metadata, { nowMs: simulation.world.nowMs, include }) : object);
  };
  const seen = new Set<string>();
  const current = store.list(info.plural).filter(wanted);
  current.forEach((object) => seen.add(object.metadata.uid));

  response.writeHead(200, { "Content-Type": "application/json", "Transfer-Encoding": "chunked" });
  // Clients wait for the headers before they wait for events.
  response.flushHeaders();
  const initial = query.get("sendInitialEvents") === "true";
  let version = store.version;
  if (initial || from === "" || from === "0") {
    current.forEach((object) => sendObject("ADDED", object));
    if (initial) {
      const annotations = { "k8s.io/initial-events-end": "true" };
      const bookmark = { kind: info.kind, apiVersion, metadata: { resourceVersion: String(version), annotations } };
      const include = { nowMs: simulation.world.nowMs, include: "None" };
      send(
        "BOOKMARK",
        asTable
          ? { ...(tableOf(info.plural, [], bookmark.metadata, include) as object), metadata: bookmark.metadata }
          : bookmark,
      );
    }
  } else {
    version = Number(from);
  }
  const flush = (): void => {
    simulation.advanceTo(now());
    const changes = store.changesAfter(version);
    if (changes === undefined) {
      send("ERROR", failure(410, "Expired", `too old resource version: ${version} (${store.version})`).body);
      stop();
      return;
    }
    for (const change of changes) {
      version = change.version;
      const { uid } = change.object.metadata;
      const fits = change.resource === info.plural && wanted(change.object);
      if (fits && change.type !== "DELETED") {
        sendObject(seen.has(uid) ? change.type : "ADDED", change.object);
        seen.add(uid);
      } else if (change.resource === info.plural && seen.delete(uid)) {
        sendObject("DELETED", change.object);
      }
    }
    version = Math.max(version, store.version);
  };
  const timer = setInterval(flush, POLL_MS);
  const seconds = Math.min(TIMEOUT_SECONDS, Number(query.get("timeoutSeconds") ?? TIMEOUT_SECONDS) || TIMEOUT_SECONDS);
  const end = setTimeout(() => stop(), seconds * 1000);
  const stop = (): void => {
    clearInterval(timer);
    clearTimeout(end);
    response.end();
  };
  response.once("close", stop);
  flush();
}
