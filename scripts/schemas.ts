/** Writes the JSON Schemas of the two kinds of files that people write: `npx tsx scripts/schemas.ts`. */
import { mkdir, writeFile } from "node:fs/promises";
import { schemaFiles } from "./schema-files.ts";

const folder = new URL("../schemas/", import.meta.url);

await mkdir(folder, { recursive: true });
for (const [name, text] of schemaFiles()) await writeFile(new URL(name, folder), text);
