import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Pair {
  /** `days` may be negative: the certificate has then expired. */
  issue(subject: string, options?: { readonly san?: string; readonly days?: number }): Pair;
  dispose(): void;
}

/** A certificate authority of the test's own, made by openssl. */
export function authority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), "bigops-certificates-"));
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const key = (file: string) => openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file);
  key("ca.key");
  openssl("req", "-x509", "-new", "-key", "ca.key", "-subj", `/CN=${name}`, "-days", "2", "-out", "ca.crt");
  let issued = 0;
  return {
    cert: read("ca.crt"),
    key: read("ca.key"),
    issue(subject, { san = "IP:127.0.0.1,DNS:localhost", days = 1 } = {}) {
      const id = `leaf-${issued++}`;
      key(`${id}.key`);
      writeFileSync(join(folder, `${id}.ext`), `subjectAltName=${san}\n`);
      openssl("req", "-new", "-key", `${id}.key`, "-subj", subject, "-out", `${id}.csr`);
      const age = days > 0 ? ["-days", String(days)] : validBefore(days);
      openssl(
        "x509",
        "-req",
        "-in",
        `${id}.csr`,
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-set_serial",
        String(issued),
        "-extfile",
        `${id}.ext`,
        ...age,
        "-out",
        `${id}.crt`,
      );
      return { cert: read(`${id}.crt`), key: read(`${id}.key`) };
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** openssl takes negative days: the end then lies before the beginning, in the past. */
function validBefore(days: number): readonly string[] {
  return ["-days", String(days)];
}
