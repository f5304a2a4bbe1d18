/** A kubeconfig with one context, named sandbox; YAML that is also JSON. */
export function kubeconfigYaml(options: {
  url: string;
  certificate: string;
  user: string;
  token: string;
  namespace: string;
}): string {
  const { url, certificate, user, token, namespace } = options;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "sandbox",
    clusters: [
      {
        name: "sandbox",
        cluster: { server: url, "certificate-authority-data": Buffer.from(certificate).toString("base64") },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user, namespace } }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
