import { X509Certificate, createPrivateKey } from "node:crypto";
import { expect, it } from "vitest";
import { selfSignedCertificate } from "../../../src/sandbox/kubernetes/certificate.ts";

it("makes a certificate of loopback that OpenSSL reads, each time another", () => {
  const { certificate, key } = selfSignedCertificate();
  const read = new X509Certificate(certificate);
  expect(read.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(read.checkHost("localhost")).toBe("localhost");
  expect(read.checkIP("127.0.0.2")).toBeUndefined();
  expect(read.ca).toBe(true);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(selfSignedCertificate().certificate).not.toBe(certificate);
});
