import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Makes an authority in a folder: `ca.crt` and `ca.key`. */
export async function makeAuthority(folder: string, name: string): Promise<void> {
  const out = ["-keyout", "ca.key", "-out", "ca.crt"];
  await openssl(folder, ["req", "-x509", ...newKey, "-days", "30", "-subj", `/CN=${name}`, ...out]);
}

/** Issues a certificate of the folder's authority, for clients and servers: `NAME.crt` and `NAME.key` (PKCS 8). */
export async function issueCertificate(folder: string, name: string, subject: string, san?: string): Promise<void> {
  await openssl(folder, ["req", "-new", ...newKey, "-subj", subject, "-keyout", `${name}.key`, "-out", `${name}.csr`]);
  const usage = ["extendedKeyUsage=clientAuth,serverAuth", ...(san === undefined ? [] : [san])];
  await writeFile(join(folder, `${name}.ext`), `${usage.join("\n")}\n`);
  const authority = ["-CA", "ca.crt", "-CAkey", "ca.key", "-set_serial", `0x${serial()}`];
  const files = ["-in", `${name}.csr`, "-extfile", `${name}.ext`, "-out", `${name}.crt`];
  await openssl(folder, ["x509", "-req", "-days", "30", ...authority, ...files]);
}

function serial(): string {
  return crypto
    .randomUUID()
    .replaceAll("-", "")
    .slice(0, 16)
    .replace(/^[89a-f]/, "1");
}

export async function openssl(folder: string, args: readonly string[]): Promise<void> {
  await execa("openssl", args, { cwd: folder });
}
