/** One operation of RFC 6902. */
interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** A patch that cannot be applied; the message is for the answer's Status. */
export class PatchRefused extends Error {}

function tokens(pointer: string): string[] {
  if (pointer !== "" && !pointer.startsWith("/")) {
    throw new PatchRefused(`JSON pointer "${pointer}" does not begin with "/"`);
  }
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function childOf(value: unknown, token: string): unknown {
  if (Array.isArray(value)) {
    return value[Number(token)];
  }
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[token] : undefined;
}

function lookUp(document: unknown, pointer: string): unknown {
  const found = tokens(pointer).reduce(childOf, document);
  if (found === undefined) {
    throw new PatchRefused(`path "${pointer}" does not exist`);
  }
  return found;
}

function equal(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return left === right;
  }
  const keys = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => key in right && equal((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
    )
  );
}

/** A copy of `container` in which `edit` was done to the parent of the pointer's last token. */
function edited(
  container: unknown,
  path: readonly string[],
  edit: (parent: unknown, token: string) => unknown,
  pointer: string,
): unknown {
  const [token, ...rest] = path;
  if (token === undefined) {
    throw new PatchRefused("the whole document cannot be replaced");
  }
  if (rest.length === 0) {
    return edit(container, token);
  }
  const child = childOf(container, token);
  if (child === undefined) {
    throw new PatchRefused(`path "${pointer}" does not exist`);
  }
  const next = edited(child, rest, edit, pointer);
  return Array.isArray(container)
    ? container.with(Number(token), next)
    : { ...(container as Record<string, unknown>), [token]: next };
}

function put(pointer: string, value: unknown, mustExist: boolean): (parent: unknown, token: string) => unknown {
  return (parent, token) => {
    if (Array.isArray(parent)) {
      const index = token === "-" ? parent.length : Number(token);
      if (!Number.isInteger(index) || index < 0 || index > parent.length || (mustExist && index === parent.length)) {
        throw new PatchRefused(`index "${token}" of "${pointer}" is out of bounds`);
      }
      return mustExist ? parent.with(index, value) : parent.toSpliced(index, 0, value);
    }
    if (typeof parent !== "object" || parent === null || (mustExist && !(token in parent))) {
      throw new PatchRefused(`path "${pointer}" does not exist`);
    }
    return { ...parent, [token]: value };
  };
}

function without(pointer: string): (parent: unknown, token: string) => unknown {
  return (parent, token) => {
    if (childOf(parent, token) === undefined) {
      throw new PatchRefused(`path "${pointer}" does not exist`);
    }
    if (Array.isArray(parent)) {
      return parent.toSpliced(Number(token), 1);
    }
    const { [token]: _, ...rest } = parent as Record<string, unknown>;
    return rest;
  };
}

function applyOne(document: unknown, operation: Operation): unknown {
  const { op, path, value } = operation;
  switch (op) {
    case "test":
      if (!equal(tokens(path).reduce(childOf, document), value)) {
        throw new PatchRefused(`testing value ${path} failed: test failed`);
      }
      return document;
    case "add":
      return edited(document, tokens(path), put(path, value, false), path);
    case "replace":
      return edited(document, tokens(path), put(path, value, true), path);
    case "remove":
      return edited(document, tokens(path), without(path), path);
    case "copy":
    case "move": {
      const from = operation.from ?? "";
      const moved = lookUp(document, from);
      const left = op === "move" ? edited(document, tokens(from), without(from), from) : document;
      return edited(left, tokens(path), put(path, moved, false), path);
    }
    default:
      throw new PatchRefused(`unexpected operation "${op}"`);
  }
}

/** Applies an RFC 6902 patch to a copy. @throws PatchRefused when an operation does not fit or a `test` does not hold. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw new PatchRefused("a JSON patch is a list of operations");
  }
  return (patch as Operation[]).reduce(applyOne, document);
}
