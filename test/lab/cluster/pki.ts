import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** Members of this group are the users under test: everything that they do is audited. */
export const usersGroup = "lab:users";

/** Users under test; what each may do is given namespace by namespace. */
const labUsers = ["operator", "viewer", "stranger", "sentinel"] as const;
export type LabUser = (typeof labUsers)[number];

const administrators = ["admin", "kcm", "sched", "kwok", "kubelet-client"];

/**
 * Makes the cluster's certificates by openssl into `folder`: a CA, the API server's certificate for
 * 127.0.0.1, clients as `NAME.crt` and `NAME.key`, and the pair that signs service-account tokens.
 * The controllers are masters: without that the controller manager may create nothing.
 */
export async function makePki(folder: string): Promise<void> {
  await openssl(folder, [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "30",
    "-subj",
    "/CN=bigops-lab-ca",
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
  ]);
  const serverNames = "subjectAltName=IP:127.0.0.1,DNS:localhost";
  await Promise.all([
    issue(folder, "apiserver", "/CN=kube-apiserver", serverNames),
    ...administrators.map((name) => issue(folder, name, `/O=system:masters/CN=${name}`)),
    ...labUsers.map((name) => issue(folder, name, `/O=${usersGroup}/CN=${name}`)),
    openssl(folder, ["genrsa", "-out", "sa.key", "2048"]).then(() =>
      openssl(folder, ["rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub"]),
    ),
  ]);
}

/** Issues one certificate of the cluster's CA. */
async function issue(folder: string, name: string, subject: string, san?: string): Promise<void> {
  await openssl(folder, [
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    subject,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.csr`,
  ]);
  const usage = ["extendedKeyUsage=clientAuth,serverAuth", ...(san === undefined ? [] : [san])];
  await writeFile(join(folder, `${name}.ext`), `${usage.join("\n")}\n`);
  await openssl(folder, [
    "x509",
    "-req",
    "-days",
    "30",
    "-in",
    `${name}.csr`,
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
    "-set_serial",
    `0x${serial()}`,
    "-extfile",
    `${name}.ext`,
    "-out",
    `${name}.crt`,
  ]);
}

function serial(): string {
  return crypto
    .randomUUID()
    .replaceAll("-", "")
    .slice(0, 16)
    .replace(/^[89a-f]/, "1");
}

async function openssl(folder: string, args: readonly string[]): Promise<void> {
  await execa("openssl", args, { cwd: folder });
}
