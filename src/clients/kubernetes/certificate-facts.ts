import { X509Certificate } from "node:crypto";

export interface CertificateFacts {
  /** What an API server takes for the user's name. */
  readonly commonName: string | null;
  readonly validToMs: number;
}

/** Of the first certificate in PEM; null where it cannot be read. */
export function certificateFacts(pem: string): CertificateFacts | null {
  try {
    const certificate = new X509Certificate(pem);
    const commonName = /^CN=(.*)/m.exec(certificate.subject)?.[1] ?? null;
    return { commonName, validToMs: Date.parse(certificate.validTo) };
  } catch {
    return null;
  }
}
