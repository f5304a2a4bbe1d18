import { type Answer, badRequest } from "./answer.ts";
import { type Attributes, type Identity, isAllowed } from "./identity.ts";
import { RESOURCES } from "./resources.ts";

interface Asked {
  spec?: {
    resourceAttributes?: Partial<Record<string, string>>;
    nonResourceAttributes?: { path?: string; verb?: string };
    namespace?: string;
  };
}

function accessReview(identity: Identity, asked: Asked, forbidden: readonly string[]): Answer {
  const resource = asked.spec?.resourceAttributes;
  if (resource === undefined && asked.spec?.nonResourceAttributes === undefined) {
    return badRequest("SelfSubjectAccessReview needs spec.resourceAttributes or spec.nonResourceAttributes");
  }
  const attributes: Attributes = {
    verb: resource?.["verb"] ?? asked.spec?.nonResourceAttributes?.verb ?? "",
    group: resource?.["group"] ?? "",
    plural: resource?.["resource"] ?? "",
    subresource: resource?.["subresource"] ?? "",
    namespace: resource?.["namespace"] ?? "",
    name: resource?.["name"] ?? "",
  };
  const allowed = isAllowed(identity, attributes, forbidden);
  return {
    code: 201,
    body: {
      kind: "SelfSubjectAccessReview",
      apiVersion: "authorization.k8s.io/v1",
      metadata: {},
      spec: asked.spec,
      status: { allowed, ...(allowed ? { reason: `RBAC: allowed by RoleBinding "${identity.name}"` } : {}) },
    },
  };
}

function rulesReview(identity: Identity, asked: Asked, forbidden: readonly string[]): Answer {
  const namespace = asked.spec?.namespace ?? "";
  const resourceRules = RESOURCES.flatMap((resource) => {
    const rule = (subresource: string, verbs: readonly string[]): unknown[] => {
      const allowed = verbs.filter((verb) =>
        isAllowed(
          identity,
          { verb, group: resource.group, plural: resource.plural, subresource, namespace, name: "" },
          forbidden,
        ),
      );
      const full = subresource === "" ? resource.plural : `${resource.plural}/${subresource}`;
      return allowed.length > 0 ? [{ verbs: allowed, apiGroups: [resource.group], resources: [full] }] : [];
    };
    return [
      ...rule("", ["get", "list", "watch", ...resource.writes]),
      ...resource.subresources.flatMap((sub) => rule(sub.name, sub.verbs)),
    ];
  });
  return {
    code: 201,
    body: {
      kind: "SelfSubjectRulesReview",
      apiVersion: "authorization.k8s.io/v1",
      metadata: {},
      spec: asked.spec ?? {},
      status: {
        resourceRules,
        nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/api*", "/healthz", "/livez", "/readyz", "/version"] }],
        incomplete: false,
      },
    },
  };
}

/** Answers a POST of one of the self reviews; undefined when `plural` is none. */
export function review(
  identity: Identity,
  plural: string,
  body: unknown,
  forbidden: readonly string[],
): Answer | undefined {
  const asked = (body ?? {}) as Asked;
  switch (plural) {
    case "selfsubjectaccessreviews":
      return accessReview(identity, asked, forbidden);
    case "selfsubjectrulesreviews":
      return rulesReview(identity, asked, forbidden);
    case "selfsubjectreviews":
      return {
        code: 201,
        body: {
          kind: "SelfSubjectReview",
          apiVersion: "authentication.k8s.io/v1",
          metadata: {},
          status: { userInfo: { username: identity.name, groups: identity.groups } },
        },
      };
    default:
      return undefined;
  }
}
