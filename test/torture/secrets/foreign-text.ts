import type { Canaries } from "./canaries.ts";

type Mapping = Record<string, unknown>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the platform's own objects say once people have put secrets and persons' data where they do not belong. */
export function rewritten(canaries: Canaries, path: string, answer: unknown): unknown {
  if (typeof answer === "string") return path.includes("/log") ? [...logLines(canaries), answer].join("\n") : answer;
  if (!isMapping(answer)) return answer;
  if (path.startsWith("/api/v1/query")) return { ...answer, warnings: undefined, ...promQl(canaries, answer) };
  if (path.includes("/exceptions")) return exceptions(canaries, answer);
  if (Array.isArray(answer["items"]))
    return { ...answer, items: answer["items"].map((item: unknown) => object(canaries, item)) };
  return object(canaries, answer);
}

function object({ foreign }: Canaries, item: unknown): unknown {
  if (!isMapping(item) || !isMapping(item["metadata"])) return item;
  const { metadata, spec, status } = item;
  const annotations = isMapping(metadata["annotations"]) ? metadata["annotations"] : {};
  return {
    ...item,
    metadata: {
      ...metadata,
      annotations: {
        ...annotations,
        "example.com/contact": foreign["mail address"],
        "example.com/key": foreign["api key"],
      },
    },
    ...(isMapping(spec) &&
      isMapping(spec["template"]) && { spec: { ...spec, template: template(foreign, spec["template"], metadata) } }),
    ...(isMapping(status) && { status: troubled(foreign, status) }),
    ...(isMapping(item["data"]) && {
      data: { ...item["data"], "owner.mail": foreign["mail address"], "db.url": foreign["database password"] },
    }),
  };
}

/** Other values in each revision, so that a rollback changes them. */
function template(foreign: Canaries["foreign"], of: Mapping, metadata: Mapping): Mapping {
  const spec = isMapping(of["spec"]) ? of["spec"] : {};
  const containers = Array.isArray(spec["containers"]) ? (spec["containers"] as readonly Mapping[]) : [];
  const image = String(containers[0]?.["image"] ?? metadata["name"]);
  const odd = Buffer.from(image).reduce((sum, byte) => sum + byte, 0) % 2 === 1;
  const [one, other] = odd ? (["session token", "cloud key"] as const) : (["api key", "entity id"] as const);
  const literals = [
    { name: "CONTACT", value: foreign["mail address"] },
    { name: "UPSTREAM", value: foreign[one] },
    { name: "CANARY_USER", value: foreign[other] },
    {
      name: "STORE",
      value: `postgres://app:${odd ? foreign["database password"] : foreign["card number"]}@db.example/ml`,
    },
    { name: "SEED", value: odd ? foreign["feature value"] : foreign["card number"] },
  ];
  const known = new Set(literals.map(({ name }) => name));
  return {
    ...of,
    spec: {
      ...spec,
      containers: containers.map((container) => ({
        ...container,
        env: [
          ...(Array.isArray(container["env"])
            ? (container["env"] as Mapping[]).filter(({ name }) => !known.has(String(name)))
            : []),
          ...literals,
        ],
      })),
    },
  };
}

function troubled(foreign: Canaries["foreign"], status: Mapping): Mapping {
  const said = `could not load ${foreign["entity id"]} of ${foreign["mail address"]} with ${foreign["api key"]}`;
  const statuses = Array.isArray(status["containerStatuses"]) ? (status["containerStatuses"] as Mapping[]) : null;
  return {
    ...status,
    ...(Array.isArray(status["conditions"]) && {
      conditions: (status["conditions"] as Mapping[]).map((condition) => ({ ...condition, message: said })),
    }),
    ...(statuses !== null && {
      containerStatuses: statuses.map((container) => {
        const state = isMapping(container["state"]) ? container["state"] : {};
        return {
          ...container,
          state: Object.fromEntries(
            Object.entries(state).map(([kind, value]) => [
              kind,
              isMapping(value) && kind !== "running" ? { ...value, message: said } : value,
            ]),
          ),
        };
      }),
    }),
  };
}

function logLines({ foreign }: Canaries): readonly string[] {
  const json = (fields: Mapping) => JSON.stringify({ level: "error", service: "feature-api", ...fields });
  return Array.from({ length: 6 }, () => [
    json({
      message: `lookup failed for ${foreign["entity id"]} value ${foreign["feature value"]}`,
      entity_id: foreign["entity id"],
    }),
    json({
      message: `prediction input ${foreign["feature value"]} output ${foreign["card number"]}`,
      prediction: foreign["feature value"],
    }),
    json({
      msg: `login of ${foreign["mail address"]} refused, token ${foreign["session token"]}`,
      password: foreign["database password"],
    }),
    `ERROR upstream refused ${foreign["api key"]} and password=${foreign["database password"]}`,
    `ERROR Authorization: Bearer ${foreign["session token"]}`,
    `java.lang.IllegalStateException: cannot score {"card": ${foreign["card number"]}} with ${foreign["cloud key"]}`,
  ]).flat();
}

function promQl({ foreign }: Canaries, answer: Mapping): Mapping {
  const { data } = answer;
  if (!isMapping(data) || !Array.isArray(data["result"])) return {};
  const result = (data["result"] as Mapping[]).map((series) =>
    isMapping(series["metric"])
      ? {
          ...series,
          metric: {
            ...series["metric"],
            entity_id: foreign["entity id"],
            contact: foreign["mail address"],
            key: foreign["api key"],
          },
        }
      : series,
  );
  return { data: { ...data, result } };
}

function exceptions({ foreign }: Canaries, answer: Mapping): Mapping {
  const stacktrace = [
    `org.apache.flink.runtime.JobException: Recovery is suppressed for ${foreign["entity id"]}`,
    `\tat a.B.c(B.java:1)`,
    `Caused by: java.lang.IllegalStateException: cannot decode "${foreign["mail address"]}" of ${foreign["entity id"]}: key ${foreign["api key"]} value ${foreign["feature value"]}`,
    `\tat d.E.f(E.java:2)`,
  ].join("\n");
  const entry = {
    exceptionName: "org.apache.flink.runtime.JobException",
    stacktrace,
    timestamp: Date.now(),
    taskName: null,
    endpoint: null,
    concurrentExceptions: [],
  };
  const history = isMapping(answer["exceptionHistory"]) ? answer["exceptionHistory"] : {};
  return {
    ...answer,
    exceptionHistory: { ...history, entries: [entry, ...((history["entries"] as unknown[] | undefined) ?? [])] },
  };
}
