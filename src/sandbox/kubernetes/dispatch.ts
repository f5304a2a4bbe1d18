import type { Simulation } from "../world/simulation.ts";
import { type Answer, badRequest, failure, noSuchPath, notImplemented, ok } from "./answer.ts";
import { discover } from "./discovery.ts";
import { type Attributes, type Identity, isAllowed, refusal } from "./identity.ts";
import { parseJson } from "./patches.ts";
import { podLog } from "./pod-logs.ts";
import { decodeReview } from "./protobuf-review.ts";
import { get, list, type Pages } from "./reads.ts";
import type { ApiRequest } from "./request.ts";
import { parseResourcePath, type ResourcePath } from "./request-path.ts";
import { BUILT_IN_GROUPS, findResource, type ResourceInfo, REVIEWS } from "./resources.ts";
import { review } from "./reviews.ts";
import { proxyService } from "./kv-proxy.ts";
import { write } from "./writes.ts";

const VERSION = {
  major: "1",
  minor: "35",
  emulationMajor: "1",
  emulationMinor: "35",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "34",
  gitVersion: "v1.35.3+sandbox",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: "sandbox",
};

/** The answers that need no identity. */
export function publicAnswer(pathname: string): Answer | undefined {
  if (pathname === "/version") {
    return ok(VERSION);
  }
  return ["/healthz", "/livez", "/readyz"].includes(pathname)
    ? { code: 200, body: "ok", contentType: "text/plain" }
    : undefined;
}

interface Watching {
  readonly info: ResourceInfo;
  readonly path: ResourcePath;
}

/** What a request leads to: an answer, whether it changed the world, or a stream to be opened. */
export type Dispatched = { readonly answer: Answer; readonly accepted: boolean } | { readonly watch: Watching };

const WRITE_VERBS: Readonly<Record<string, string>> = {
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

function verbOf(request: ApiRequest, path: ResourcePath): string {
  if (request.method !== "GET") {
    return WRITE_VERBS[request.method] ?? request.method.toLowerCase();
  }
  const watches = ["1", "true"].includes(request.query.get("watch") ?? "");
  return path.name === "" ? (watches ? "watch" : "list") : "get";
}

function unknown(path: ResourcePath): Answer {
  return BUILT_IN_GROUPS.has(path.group)
    ? notImplemented(`${path.plural} of ${path.group === "" ? "core" : path.group}/${path.version}`)
    : noSuchPath;
}

function authorize(identity: Identity, asked: Attributes, forbidden: readonly string[]): Answer | undefined {
  if (isAllowed(identity, asked, forbidden)) {
    return undefined;
  }
  return failure(403, "Forbidden", refusal(identity, asked), {
    name: asked.name,
    group: asked.group,
    kind: asked.plural,
  });
}

function dispatchResource(
  simulation: Simulation,
  request: ApiRequest,
  pages: Pages,
  forbidden: readonly string[],
): Dispatched {
  const done = (answer: Answer): Dispatched => ({ answer, accepted: false });
  const path = parseResourcePath(request.pathname);
  if (path === undefined) {
    return done(
      request.pathname.startsWith("/openapi") || request.pathname === "/metrics"
        ? notImplemented(request.pathname)
        : noSuchPath,
    );
  }
  const { group, version, plural, name, namespace, subresource } = path;
  const isReview = REVIEWS.some((one) => one.group === group && one.version === version && one.plural === plural);
  if (isReview && request.method === "POST") {
    const isProtobuf = request.contentType.startsWith("application/vnd.kubernetes.protobuf");
    const body = isProtobuf ? decodeReview(plural, request.bytes) : parseJson(request.body);
    const answer =
      body === undefined
        ? badRequest("the body of the request cannot be read as its content type says")
        : review(request.identity, plural, body, forbidden);
    return done(answer ?? unknown(path));
  }
  const info = findResource(group, version, plural);
  if (info === undefined) {
    return done(unknown(path));
  }
  const verb = verbOf(request, path);
  const refused = authorize(
    request.identity,
    {
      verb,
      group,
      plural,
      subresource,
      namespace,
      name: name.split(":").find((part) => part !== "http" && part !== "https") ?? "",
    },
    forbidden,
  );
  if (refused !== undefined) {
    return done(refused);
  }
  if (plural === "pods" && subresource === "log" && verb === "get") {
    return done(podLog(simulation, path, request));
  }
  if (plural === "services" && subresource === "proxy") {
    return done(proxyService(simulation, path, request));
  }
  if (verb === "watch") {
    return { watch: { info, path } };
  }
  if (verb === "list") {
    return done(list(simulation, info, path, request, pages));
  }
  return verb === "get" ? done(get(simulation, info, path, request)) : write(simulation, info, path, request);
}

/** Routes a request of a known user to what it asks for. */
export function dispatch(
  simulation: Simulation,
  request: ApiRequest,
  pages: Pages,
  forbidden: readonly string[],
): Dispatched {
  const found =
    publicAnswer(request.pathname) ??
    (request.method === "GET" ? discover(request.pathname, request.accept) : undefined);
  return found === undefined
    ? dispatchResource(simulation, request, pages, forbidden)
    : { answer: found, accepted: false };
}
