import { expect, test } from "vitest";
import { configurationReferences } from "../../../src/clients/kubernetes-objects/configuration-references.ts";

test("every way a template reads configuration, each object once", () => {
  const references = configurationReferences({
    metadata: { labels: { configMap: "not-a-reference" } },
    spec: {
      initContainers: [{ name: "migrate", envFrom: [{ secretRef: { name: "from-init" } }] }],
      containers: [
        {
          name: "feature-api",
          envFrom: [{ configMapRef: { name: "feature-api" } }],
          env: [
            { name: "A", valueFrom: { configMapKeyRef: { name: "feature-api", key: "a" } } },
            { name: "B", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
          ],
        },
      ],
      volumes: [
        { name: "plain", configMap: { name: "mounted" } },
        { name: "hidden", secret: { secretName: "tls" } },
        {
          name: "both",
          projected: { sources: [{ configMap: { name: "projected" } }, { secret: { name: "projected-secret" } }] },
        },
      ],
    },
  });
  expect(references.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
    "ConfigMap feature-api",
    "ConfigMap mounted",
    "ConfigMap projected",
    "Secret db",
    "Secret from-init",
    "Secret projected-secret",
    "Secret tls",
  ]);
});
