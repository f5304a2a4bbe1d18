import { issueCertificate, makeAuthority, openssl } from "../process/certificates.ts";

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
  await makeAuthority(folder, "bigops-lab-ca");
  const serverNames = "subjectAltName=IP:127.0.0.1,DNS:localhost";
  await Promise.all([
    issueCertificate(folder, "apiserver", "/CN=kube-apiserver", serverNames),
    ...administrators.map((name) => issueCertificate(folder, name, `/O=system:masters/CN=${name}`)),
    ...labUsers.map((name) => issueCertificate(folder, name, `/O=${usersGroup}/CN=${name}`)),
    openssl(folder, ["genrsa", "-out", "sa.key", "2048"]).then(() =>
      openssl(folder, ["rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub"]),
    ),
  ]);
}
