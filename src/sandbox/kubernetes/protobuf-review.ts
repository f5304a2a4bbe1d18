/** kubectl's typed clients send the self reviews as protobuf, and only these: so much of the format is read here. */

/** Kubernetes' own envelope begins with these bytes: a runtime.Unknown follows. */
const MAGIC = Buffer.from("6b387300", "hex");
const RAW = 2;

/** The length-delimited fields of a message by number; other wire types do not occur in the reviews' specs. */
function fieldsOf(message: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message.readUInt8(offset);
      offset += 1;
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) {
        return value >>> 0;
      }
    }
  };
  while (offset < message.length) {
    const tag = varint();
    if ((tag & 7) === 0) {
      varint();
      continue;
    }
    if ((tag & 7) !== 2) {
      throw new RangeError(`unexpected wire type ${tag & 7}`);
    }
    const length = varint();
    if (offset + length > message.length) {
      throw new RangeError("a field is longer than its message");
    }
    fields.set(tag >> 3, message.subarray(offset, offset + length));
    offset += length;
  }
  return fields;
}

function texts(message: Buffer | undefined, names: readonly string[]): Record<string, string> | undefined {
  if (message === undefined) {
    return undefined;
  }
  const fields = fieldsOf(message);
  const entries = names.map((name, index) => [name, fields.get(index + 1)?.toString("utf8") ?? ""] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

const RESOURCE_FIELDS = ["namespace", "verb", "group", "version", "resource", "subresource", "name"];

/** The spec of a review in protobuf as the same review in JSON would have it; undefined when the body is not one. */
export function decodeReview(plural: string, body: Buffer): { spec: Record<string, unknown> } | undefined {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) {
    return undefined;
  }
  try {
    const raw = fieldsOf(body.subarray(MAGIC.length)).get(RAW) ?? Buffer.alloc(0);
    const spec = fieldsOf(raw).get(2);
    if (plural === "selfsubjectrulesreviews") {
      return { spec: texts(spec, ["namespace"]) ?? {} };
    }
    const parts = spec === undefined ? new Map<number, Buffer>() : fieldsOf(spec);
    const resourceAttributes = texts(parts.get(1), RESOURCE_FIELDS);
    const nonResourceAttributes = texts(parts.get(2), ["path", "verb"]);
    return {
      spec: {
        ...(resourceAttributes === undefined ? {} : { resourceAttributes }),
        ...(nonResourceAttributes === undefined ? {} : { nonResourceAttributes }),
      },
    };
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
