import type { Json, JsonObject } from "../../core/json.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";
import type { KeptTexts } from "../action.ts";
import { PlanRefusal } from "../action.ts";
import { isPlain } from "./typed-value.ts";

/** What a key held before: as a plan shows it, and as its inverse finds it again. */
export interface OldText {
  readonly shown: string;
  /** The text itself, or `{ "kept": keyedHash }`; null where it is kept nowhere, and cannot be set back. */
  readonly before: Json;
}

/**
 * No server keeps what a ConfigMap's key held. A number, a duration or a switch stands in the plan; any other text may be a person's or a secret, and is kept
 * beside the run alone: neither journal nor report nor export has it. Rejects with PlanRefusal where it cannot be kept.
 */
export async function oldText(text: string, kept: KeptTexts | undefined): Promise<OldText> {
  if (isPlain(text)) return { shown: text, before: text };
  const bytes = Buffer.byteLength(text);
  const shown = `another text of ${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return { shown, before: kept === undefined ? null : { kept: await kept.keep(text) } };
}

/** The text itself, for an inverse. Rejects with PlanRefusal where it is not on this machine. */
export async function oldTextAgain(before: JsonObject, what: string, kept: KeptTexts | undefined): Promise<string> {
  const { from } = before;
  if (typeof from === "string") return from;
  const hash = asObject(from)["kept"];
  const text = typeof hash === "string" && kept !== undefined ? await kept.read(hash) : null;
  if (text !== null) return text;
  throw new PlanRefusal(
    "unfit",
    `what ${what} was before is kept beside the run on the machine where it was changed, and nowhere else: set it back by hand`,
  );
}
