/** Who asks: decided by the bearer token. */
export interface Identity {
  readonly name: string;
  readonly groups: readonly string[];
  readonly readOnly: boolean;
}

export const OPERATOR: Identity = {
  name: "sandbox-operator",
  groups: ["ml-oncall", "system:authenticated"],
  readOnly: false,
};
export const VIEWER: Identity = {
  name: "sandbox-viewer",
  groups: ["ml-viewers", "system:authenticated"],
  readOnly: true,
};

export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

const READ_VERBS = new Set(["get", "list", "watch"]);

/** What the sandbox's roles allow. `forbidden` lists resources taken away from everyone, as "pods" or "pods/log". */
export function isAllowed(identity: Identity, asked: Attributes, forbidden: readonly string[]): boolean {
  const full = asked.subresource === "" ? asked.plural : `${asked.plural}/${asked.subresource}`;
  if (asked.plural.startsWith("selfsubject")) {
    return true;
  }
  if (forbidden.includes(full) || forbidden.includes(asked.plural)) {
    return false;
  }
  if (!identity.readOnly) {
    return true;
  }
  // As the built-in role "view": no port-forward and no proxy, which can change what is behind them.
  return READ_VERBS.has(asked.verb) && asked.subresource !== "proxy" && asked.subresource !== "portforward";
}

/** The API server's words for a refusal. */
export function refusal(identity: Identity, asked: Attributes): string {
  const full = asked.subresource === "" ? asked.plural : `${asked.plural}/${asked.subresource}`;
  const resource = asked.group === "" ? asked.plural : `${asked.plural}.${asked.group}`;
  const object = asked.name === "" ? resource : `${resource} "${asked.name}"`;
  const where = asked.namespace === "" ? "at the cluster scope" : `in the namespace "${asked.namespace}"`;
  return `${object} is forbidden: User "${identity.name}" cannot ${asked.verb} resource "${full}" in API group "${asked.group}" ${where}`;
}
