import { type Answer, badRequest, failure, notImplemented } from "./answer.ts";
import { applyJsonPatch, PatchRefused } from "./json-patch.ts";
import { applyMergePatch, applyStrategicMerge } from "./merge-patch.ts";

const KINDS: Readonly<Record<string, (document: unknown, patch: unknown) => unknown>> = {
  "application/json-patch+json": applyJsonPatch,
  "application/merge-patch+json": applyMergePatch,
  "application/strategic-merge-patch+json": applyStrategicMerge,
};

/** The words and form of the API server for a body that is no JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** A copy of the document, patched as the content type says; or the answer that refuses. */
export function patched(
  document: unknown,
  contentType: string,
  body: string,
): { result: unknown } | { answer: Answer } {
  const kind = contentType.split(";")[0]?.trim() ?? "";
  if (kind.startsWith("application/apply-patch")) {
    return { answer: notImplemented("server-side apply") };
  }
  const apply = KINDS[kind];
  if (apply === undefined) {
    return { answer: failure(415, "UnsupportedMediaType", "415: Unsupported Media Type", {}) };
  }
  const patch = parseJson(body);
  if (patch === undefined) {
    return { answer: badRequest("error decoding patch: the body is not JSON") };
  }
  try {
    return { result: apply(document, patch) };
  } catch (error) {
    if (!(error instanceof PatchRefused)) {
      throw error;
    }
    const message = "the server rejected our request due to an error in our request";
    return { answer: failure(422, "Invalid", message, {}) };
  }
}
