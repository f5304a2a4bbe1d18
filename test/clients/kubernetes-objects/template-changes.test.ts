import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { templateChanges } from "../../../src/clients/kubernetes-objects/template-changes.ts";
import { template } from "../../actions/kubernetes/fixtures.ts";

const env = (...variables: readonly JsonObject[]) => template("feature-api:2.4.1", { env: [...variables] });

describe("readable differences of templates", () => {
  test("the image of the only container is the image", () => {
    expect(templateChanges(template("feature-api:2.4.1"), template("feature-api:2.4.0"))).toEqual([
      { path: "image", from: "feature-api:2.4.1", to: "feature-api:2.4.0" },
    ]);
  });

  test("one of several containers is named", () => {
    const pair = (image: string): JsonObject => ({
      spec: {
        containers: [
          { name: "feature-api", image: "a:1" },
          { name: "sidecar", image },
        ],
      },
    });
    expect(templateChanges(pair("s:1"), pair("s:2"))).toEqual([
      { path: "containers.sidecar.image", from: "s:1", to: "s:2" },
    ]);
  });

  test("the image comes first, then resources and variables", () => {
    const from = template("a:2", {
      env: [{ name: "LOG_LEVEL", value: "debug" }],
      resources: { limits: { memory: "1Gi" } },
    });
    const to = template("a:1", { env: [], resources: { limits: { memory: "2Gi" } } });
    expect(templateChanges(from, to)).toEqual([
      { path: "image", from: "a:2", to: "a:1" },
      { path: "resources.limits.memory", from: "1Gi", to: "2Gi" },
      { path: "env.LOG_LEVEL", from: "debug", to: null },
    ]);
  });

  test("another order of variables and the controller's own label are no change", () => {
    const a = { name: "A", value: "1" };
    const b = { name: "B", value: "2" };
    const labelled = { ...env(b, a), metadata: { labels: { app: "feature-api", "pod-template-hash": "abc" } } };
    expect(templateChanges(env(a, b), labelled)).toEqual([]);
  });

  test("where a value comes from is shown", () => {
    const from = { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } };
    const to = { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db-old", key: "password" } } };
    expect(templateChanges(env(from), env(to))).toEqual([
      { path: "env.DB_PASSWORD", from: "from secretKeyRef db/password", to: "from secretKeyRef db-old/password" },
    ]);
  });

  test.each([
    ["DB_PASSWORD", "hunter2", "hunter3"],
    ["API_TOKEN", "abc", "def"],
    ["SENTRY_DSN", "https://key@sentry/1", "https://other@sentry/1"],
    ["DATABASE_URL", "postgres://app:hunter2@db/features", "postgres://app:hunter3@db/features"],
    ["AWS_SECRET_ACCESS_KEY", "aaaa", "bbbb"],
  ])("a literal that looks secret is hidden: %s", (name, from, to) => {
    const changes = templateChanges(env({ name, value: from }), env({ name, value: to }));
    expect(changes.map((change) => change.path)).toEqual([`env.${name}`]);
    expect(JSON.stringify(changes)).not.toContain(from);
    expect(JSON.stringify(changes)).not.toContain(to);
  });

  test("a secret among arguments is hidden", () => {
    const from = template("a:1", { args: ["--port=80", "--password=hunter2"] });
    const to = template("a:1", { args: ["--port=80"] });
    expect(JSON.stringify(templateChanges(from, to))).not.toContain("hunter2");
  });

  test.each(["LOG_LEVEL", "KV_ENDPOINT", "AUTHOR", "MAX_KEYS"])("an ordinary literal is shown: %s", (name) => {
    const changes = templateChanges(env({ name, value: "1" }), env({ name, value: "2" }));
    expect(changes).toEqual([{ path: `env.${name}`, from: "1", to: "2" }]);
  });
});
