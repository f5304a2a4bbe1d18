import { writeFile } from "node:fs/promises";
import type { RunDocument } from "../../core/document/run-document.ts";
import type { RunEvent } from "../../core/run/event.ts";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { UnwrittenReport } from "../usage-error.ts";
import type { Format, Output } from "./outputs.ts";
import { renderEvent } from "../../reporters/events.ts";

/** Each output of an ended run but the screen, which was shown as it went on. `events` on stdout were printed as they happened. */
export async function writeOutputs(
  outputs: readonly Output[],
  document: RunDocument,
  events: readonly RunEvent[],
  text: string,
): Promise<void> {
  for (const { format, file } of outputs) {
    if (file === null && (format === "events" || format === "text")) continue;
    const body = await rendered(format, document, events, text);
    if (file === null) process.stdout.write(body);
    else await write(file, body);
  }
}

async function rendered(
  format: Format,
  document: RunDocument,
  events: readonly RunEvent[],
  text: string,
): Promise<string> {
  switch (format) {
    case "text":
      return text;
    case "json":
      return (await import("../../reporters/json.ts")).renderJson(document);
    case "junit":
      return (await import("../../reporters/junit.ts")).renderJunit(document);
    case "events":
      return events.map((event) => renderEvent(event)).join("");
  }
}

async function write(file: string, body: string): Promise<void> {
  try {
    await writeFile(file, body, { mode: 0o600 });
  } catch (error) {
    throw new UnwrittenReport(
      `cannot write the report ${file}: ${fileTrouble(error)}`,
      "the run itself is over and kept: bigops show RUN --output writes its report elsewhere",
    );
  }
}
