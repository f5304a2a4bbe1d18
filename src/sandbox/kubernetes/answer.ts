/** What a request gets: a status code with a JSON body, or with a text. */
export interface Answer {
  readonly code: number;
  readonly body: unknown;
  readonly contentType?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly { reason: string; message: string; field?: string }[];
}

/** A Kubernetes Status of failure; empty details are left out, as encoding/json leaves them out. */
export function failure(code: number, reason: string, message: string, details?: StatusDetails): Answer {
  const filled = Object.fromEntries(
    Object.entries(details ?? {}).filter(([, value]) => value !== "" && value !== undefined),
  );
  const body = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    ...(details === undefined ? {} : { details: filled }),
    code,
  };
  return { code, body };
}

/** Says that the sandbox leaves this out, rather than behaving wrongly. */
export function notImplemented(what: string): Answer {
  return failure(501, "NotImplemented", `the sandbox does not implement ${what}`);
}

/** What the API server says to a path that it does not know. */
export const noSuchPath: Answer = { code: 404, body: "404 page not found\n", contentType: "text/plain; charset=utf-8" };

/** "deployments.apps", "pods": as messages of the API server name a resource or a kind. */
export function qualified(group: string, name: string): string {
  return group === "" ? name : `${name}.${group}`;
}

export function notFound(group: string, plural: string, name: string): Answer {
  return failure(404, "NotFound", `${qualified(group, plural)} "${name}" not found`, { name, group, kind: plural });
}

export function badRequest(message: string): Answer {
  return failure(400, "BadRequest", message);
}

export interface InvalidField {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export function invalid(kind: string, group: string, name: string, causes: readonly InvalidField[]): Answer {
  const each = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const listed = each.length > 1 ? `[${each.join(", ")}]` : each.join("");
  const message = `${qualified(group, kind)} "${name}" is invalid: ${listed}`;
  return failure(422, "Invalid", message, { name, group, kind, causes });
}

export function conflict(group: string, kind: string, name: string, message?: string): Answer {
  const why = message ?? "the object has been modified; please apply your changes to the latest version and try again";
  return failure(409, "Conflict", `Operation cannot be fulfilled on ${qualified(group, kind)} "${name}": ${why}`, {
    name,
    group,
    kind,
  });
}

export function ok(body: unknown): Answer {
  return { code: 200, body };
}

export function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === "object" && value !== null && "code" in value && "body" in value && typeof value.code === "number"
  );
}
