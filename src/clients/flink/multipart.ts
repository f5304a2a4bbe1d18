/** One file as a multipart form, as Flink takes a jar. `name` must hold neither quotes nor line breaks. */
export function jarForm(name: string, bytes: Uint8Array): { readonly contentType: string; readonly body: Uint8Array } {
  const boundary = freeBoundary(bytes);
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="jarfile"; filename="${name.replaceAll(/["\r\n\\]/g, "_")}"`,
    "Content-Type: application/x-java-archive",
    "",
    "",
  ].join("\r\n");
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** One that the content does not hold. */
function freeBoundary(bytes: Uint8Array): string {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let number = 0; ; number += 1) {
    const boundary = `bigops-jar-${number}`;
    if (!content.includes(boundary)) return boundary;
  }
}
