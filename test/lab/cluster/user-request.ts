import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import type { ClusterAddress } from "./address.ts";
import type { LabUser } from "./pki.ts";

export type UserResponse = { readonly status: number; readonly body: string };

/** One bare HTTPS request to the API server as a user of the lab, on a connection of its own. */
export function userRequest(
  address: ClusterAddress,
  user: LabUser | "admin",
  path: string,
  impersonate?: string,
): Promise<UserResponse> {
  const file = (name: string) => readFileSync(join(address.pkiFolder, name));
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, address.serverUrl),
      {
        ca: file("ca.crt"),
        cert: file(`${user}.crt`),
        key: file(`${user}.key`),
        agent: false,
        headers: impersonate === undefined ? {} : { "Impersonate-User": impersonate },
        timeout: 5000,
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (body += part));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        response.on("error", reject);
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer to ${path} within 5 s`)));
    sent.on("error", reject);
    sent.end();
  });
}
