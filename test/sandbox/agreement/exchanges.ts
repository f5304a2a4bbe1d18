/** One request that a real API server and the sandbox must answer alike. `NS` in a path stands for the platform's namespace. */
export interface Exchange {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly accept?: string;
  /** The status and the reason must be the same, but the sandbox says it in words of its own, or about other objects. */
  readonly ownWords?: true;
}

const JSON_PATCH = "application/json-patch+json";
const MERGE = "application/merge-patch+json";
const STRATEGIC = "application/strategic-merge-patch+json";
const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

const deployment = "/apis/apps/v1/namespaces/NS/deployments/feature-api";
const leases = "/apis/coordination.k8s.io/v1/namespaces/NS/leases";

function patch(name: string, path: string, contentType: string, body: unknown): Exchange {
  return { name, method: "PATCH", path, contentType, body };
}

function get(name: string, path: string, accept?: string): Exchange {
  return { name, method: "GET", path, ...(accept === undefined ? {} : { accept }) };
}

function lease(name: string, more: object = {}): object {
  const spec = { holderIdentity: "test", leaseDurationSeconds: 15 };
  return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name, ...more }, spec };
}

/** Those whose answers quote a parser's inner workings, or depend on what else is in the cluster. */
function inOwnWords(exchange: Exchange): Exchange {
  return { ...exchange, ownWords: true };
}

/** In this order: some change what later ones meet. */
export const exchanges: readonly Exchange[] = [
  get("a deployment", deployment),
  get("its scale", `${deployment}/scale`),
  get("a missing deployment", "/apis/apps/v1/namespaces/NS/deployments/nope"),
  get("a missing pod", "/api/v1/namespaces/NS/pods/nope"),
  get("pods of a missing namespace", "/api/v1/namespaces/no-such-namespace/pods"),
  get("pods", "/api/v1/namespaces/NS/pods?labelSelector=app%3Dkv-store"),
  get("pods by set", "/api/v1/namespaces/NS/pods?labelSelector=app+in+(kv-store,other),role!%3Dreplica"),
  inOwnWords(get("pods by a broken selector", "/api/v1/namespaces/NS/pods?labelSelector=app%3D%3D%3Dx")),
  get("pods by an unknown field", "/api/v1/namespaces/NS/pods?fieldSelector=status.nope%3Dx"),
  get("pods by phase", "/api/v1/namespaces/NS/pods?fieldSelector=status.phase%3DRunning&labelSelector=role%3Dprimary"),
  get("replica sets", "/apis/apps/v1/namespaces/NS/replicasets?labelSelector=app%3Dkv-store"),
  get(
    "endpoint slices",
    "/apis/discovery.k8s.io/v1/namespaces/NS/endpointslices?labelSelector=kubernetes.io/service-name%3Dkv-store",
  ),
  get("a service", "/api/v1/namespaces/NS/services/kv-store"),
  get("a disruption budget", "/apis/policy/v1/namespaces/NS/poddisruptionbudgets/feature-api"),
  get("a config map", "/api/v1/namespaces/NS/configmaps/feature-api"),
  get("kube-system", "/api/v1/namespaces/kube-system"),
  get("a page", "/api/v1/namespaces/NS/pods?limit=1"),
  inOwnWords(get("a token of a page that never was", "/api/v1/namespaces/NS/pods?limit=1&continue=nonsense")),
  inOwnWords(get("a negative limit", "/api/v1/namespaces/NS/pods?limit=-1")),
  get("deployments as a table", "/apis/apps/v1/namespaces/NS/deployments?labelSelector=app%3Dfeature-api", TABLE),
  get("pods as a table", "/api/v1/namespaces/NS/pods?labelSelector=role%3Dprimary", TABLE),
  get("replica sets as a table", "/apis/apps/v1/namespaces/NS/replicasets?labelSelector=role%3Dprimary", TABLE),
  get("services as a table", "/api/v1/namespaces/NS/services", TABLE),
  get("a group that nobody installed", "/apis/argoproj.io/v1alpha1/namespaces/NS/rollouts"),
  get("a path of nothing", "/nope"),
  get("a log of a missing pod", "/api/v1/namespaces/NS/pods/nope/log"),
  get("the version", "/version"),
  get("readiness", "/readyz"),
  patch("a test that does not hold", deployment, JSON_PATCH, [
    { op: "test", path: "/metadata/resourceVersion", value: "1" },
    { op: "replace", path: "/spec/replicas", value: 1 },
  ]),
  patch("a path that is not there", deployment, JSON_PATCH, [{ op: "remove", path: "/spec/nope" }]),
  patch("an unknown operation", deployment, JSON_PATCH, [{ op: "nope", path: "/spec/replicas" }]),
  inOwnWords(patch("a patch that is no JSON", deployment, JSON_PATCH, "nonsense")),
  patch("a patch of an unknown type", deployment, "application/json", { spec: {} }),
  patch("a stale resource version", deployment, MERGE, { metadata: { resourceVersion: "1" }, spec: { replicas: 1 } }),
  inOwnWords(patch("a strange uid", deployment, MERGE, { metadata: { uid: "strange" } })),
  patch("a negative scale", deployment, MERGE, { spec: { replicas: -1 } }),
  patch("another selector", deployment, MERGE, { spec: { selector: { matchLabels: { app: "other" } } } }),
  patch("labels that the selector misses", deployment, MERGE, {
    spec: { template: { metadata: { labels: { app: "other" } } } },
  }),
  patch("no image", deployment, JSON_PATCH, [{ op: "remove", path: "/spec/template/spec/containers/0/image" }]),
  patch("a patch of a missing deployment", "/apis/apps/v1/namespaces/NS/deployments/nope", MERGE, { spec: {} }),
  patch("nothing", deployment, MERGE, {}),
  patch("a dry run", `${deployment}?dryRun=All`, STRATEGIC, { metadata: { annotations: { "test/dry": "run" } } }),
  patch("an unknown dry run", `${deployment}?dryRun=Some`, STRATEGIC, {
    metadata: { annotations: { "test/dry": "run" } },
  }),
  patch("an annotation", `${deployment}?fieldManager=test`, STRATEGIC, {
    metadata: { annotations: { "test/one": "1" } },
  }),
  inOwnWords(
    patch("an annotation that is no text", deployment, MERGE, { metadata: { annotations: { "test/one": 1 } } }),
  ),
  patch("a scale", `${deployment}/scale`, MERGE, { spec: { replicas: 3 } }),
  patch("a negative scale by subresource", `${deployment}/scale`, MERGE, { spec: { replicas: -3 } }),
  patch("a selector of a service", "/api/v1/namespaces/NS/services/kv-store", STRATEGIC, {
    spec: { selector: { role: "replica" } },
  }),
  patch("a service without ports", "/api/v1/namespaces/NS/services/kv-store", MERGE, { spec: { ports: [] } }),
  { name: "a lease", method: "POST", path: leases, contentType: "application/json", body: lease("one") },
  { name: "the same lease", method: "POST", path: leases, contentType: "application/json", body: lease("one") },
  { name: "a lease without name", method: "POST", path: leases, contentType: "application/json", body: { spec: {} } },
  {
    name: "a lease of a missing namespace",
    method: "POST",
    path: "/apis/coordination.k8s.io/v1/namespaces/no-such-namespace/leases",
    contentType: "application/json",
    body: lease("one"),
  },
  {
    name: "a lease in a dry run",
    method: "POST",
    path: `${leases}?dryRun=All`,
    contentType: "application/json",
    body: lease("two"),
  },
  {
    name: "an update without resource version",
    method: "PUT",
    path: `${leases}/one`,
    contentType: "application/json",
    body: lease("one"),
  },
  {
    name: "an update with a stale resource version",
    method: "PUT",
    path: `${leases}/one`,
    contentType: "application/json",
    body: lease("one", { resourceVersion: "1" }),
  },
  {
    name: "a deletion of another uid",
    method: "DELETE",
    path: `${leases}/one`,
    contentType: "application/json",
    body: { preconditions: { uid: "strange" } },
  },
  {
    name: "a deletion of another version",
    method: "DELETE",
    path: `${leases}/one`,
    contentType: "application/json",
    body: { preconditions: { resourceVersion: "1" } },
  },
  { name: "a deletion", method: "DELETE", path: `${leases}/one` },
  { name: "a second deletion", method: "DELETE", path: `${leases}/one` },
  {
    name: "whether I may patch",
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    contentType: "application/json",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { namespace: "NS", verb: "patch", group: "apps", resource: "deployments" } },
    },
  },
  {
    name: "who I am",
    method: "POST",
    path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    contentType: "application/json",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
  },
];
