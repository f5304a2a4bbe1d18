import { X509Certificate } from "node:crypto";

export interface CertificateFacts {
  /** What an API server takes for the user's name. */
  readonly commonName: string | null;
  readonly validToMs: number;
}

/** Each request asks again whether its certificate still holds, and reading one takes a millisecond. */
let last: { readonly pem: string; readonly facts: CertificateFacts | null } | null = null;

/** Of the first certificate in PEM; null where it cannot be read. */
export function certificateFacts(pem: string): CertificateFacts | null {
  if (last?.pem !== pem) last = { pem, facts: readFacts(pem) };
  return last.facts;
}

function readFacts(pem: string): CertificateFacts | null {
  try {
    const certificate = new X509Certificate(pem);
    const commonName = /^CN=(.*)/m.exec(certificate.subject)?.[1] ?? null;
    return { commonName, validToMs: Date.parse(certificate.validTo) };
  } catch {
    return null;
  }
}
