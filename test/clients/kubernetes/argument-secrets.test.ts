import { expect, test } from "vitest";
import { argumentSecrets } from "../../../src/clients/kubernetes/argument-secrets.ts";

test("a plugin's secrets in its arguments, joined or apart, and nothing else of them", () => {
  const args = [
    "oidc-login",
    "get-token",
    "--oidc-client-secret",
    "Zq9-abc.secret",
    "--token=abc",
    "--oidc-issuer-url=https://x",
  ];
  expect(argumentSecrets([...args, "--token", "--skip-open-browser", "--password"])).toEqual([
    { name: "--oidc-client-secret", value: "Zq9-abc.secret" },
    { name: "--token", value: "abc" },
  ]);
});
