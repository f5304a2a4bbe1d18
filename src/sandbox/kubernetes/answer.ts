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

/** A Kubernetes Status of failure. */
export function failure(code: number, reason: string, message: string, details: StatusDetails = {}): Answer {
  return {
    code,
    body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, details, code },
  };
}

/** Says that the sandbox leaves this out, rather than behaving wrongly. */
export function notImplemented(what: string): Answer {
  return failure(501, "NotImplemented", `the sandbox does not implement ${what}`);
}

export function notFound(group: string, plural: string, name: string): Answer {
  const resource = group === "" ? plural : `${plural}.${group}`;
  return failure(404, "NotFound", `${resource} "${name}" not found`, { name, group, kind: plural });
}

export function badRequest(message: string): Answer {
  return failure(400, "BadRequest", message);
}

export function invalid(
  kind: string,
  group: string,
  name: string,
  causes: readonly { reason: string; message: string; field: string }[],
): Answer {
  const of = group === "" ? kind : `${kind}.${group}`;
  const listed = causes.map((cause) => `${cause.field}: ${cause.message}`).join(", ");
  return failure(422, "Invalid", `${of} "${name}" is invalid: ${listed}`, { name, group, kind, causes });
}

export function conflict(group: string, plural: string, name: string, message?: string): Answer {
  const resource = group === "" ? plural : `${plural}.${group}`;
  const why = message ?? "the object has been modified; please apply your changes to the latest version and try again";
  return failure(409, "Conflict", `Operation cannot be fulfilled on ${resource} "${name}": ${why}`, {
    name,
    group,
    kind: plural,
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
