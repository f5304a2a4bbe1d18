import { writeFile } from "node:fs/promises";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { processSecrets } from "../../clients/secret-registry.ts";
import type { PreflightDocument } from "../../core/preflight/preflight-document.ts";
import { jsonLines } from "../../reporters/json.ts";
import { renderPreflightJunit } from "../../reporters/preflight-junit.ts";
import { renderPreflight } from "../../reporters/text/preflight-screen.ts";
import type { Output } from "../output/outputs.ts";
import { viewOf } from "../output/view-of.ts";
import { redacted } from "../run/redaction.ts";
import { UsageError } from "../usage-error.ts";

/** The formats that a preflight has. */
export function refuseOtherFormats(outputs: readonly Output[]): void {
  if (outputs.some(({ format }) => format === "events"))
    throw new UsageError("a preflight has no events", "there are: text, json, junit");
}

/** Each output that was asked for. */
export async function writePreflight(found: PreflightDocument, outputs: readonly Output[]): Promise<void> {
  const document = redacted(found, processSecrets);
  for (const { format, file } of outputs) {
    const body = rendered(document, format);
    if (file === null) process.stdout.write(body);
    else
      await writeFile(file, body, { mode: 0o600 }).catch((error: unknown) => {
        throw new UsageError(`cannot write the report ${file}: ${fileTrouble(error)}`);
      });
  }
}

function rendered(document: PreflightDocument, format: Output["format"]): string {
  if (format === "json") return jsonLines(document);
  if (format === "junit") return renderPreflightJunit(document);
  return renderPreflight(document, viewOf(process.stdout, process.env, Date.now()));
}
