import { APIS } from "./apis.ts";
import type { KafkaApi, RequestContext } from "./request-context.ts";
import { unsupportedApiVersions } from "./requests/api-versions.ts";
import { MalformedRequest } from "./wire/malformed-request.ts";
import { WireReader } from "./wire/wire-reader.ts";
import { WireWriter } from "./wire/wire-writer.ts";

const API_VERSIONS = 18;
/** What may be asked before the connection has said who it is. */
const BEFORE_AUTHENTICATION = new Set([API_VERSIONS, 17, 36]);

function framed(correlationId: number, isFlexible: boolean, body: WireWriter): Buffer {
  const header = new WireWriter().int32(correlationId);
  const head = (isFlexible ? header.noTags() : header).toBuffer();
  const rest = body.toBuffer();
  return new WireWriter()
    .int32(head.length + rest.length)
    .raw(head)
    .raw(rest)
    .toBuffer();
}

/**
 * The answer to one request, with its size before it.
 * @throws MalformedRequest for what a broker would close the connection about: bytes that do not follow the protocol,
 * requests that it did not advertise, and questions before authentication.
 */
export async function answerRequest(
  bytes: Buffer,
  context: RequestContext,
  before: (api: KafkaApi) => Promise<void>,
): Promise<Buffer> {
  const request = new WireReader(bytes);
  const key = request.int16();
  const version = request.int16();
  const correlationId = request.int32();
  request.nullableString();
  const api = APIS.get(key);
  const isAdvertised = api !== undefined && version >= api.minVersion && version <= api.maxVersion;
  if (!isAdvertised) {
    if (key === API_VERSIONS) {
      return framed(correlationId, false, unsupportedApiVersions());
    }
    throw new MalformedRequest(`request ${key} in version ${version} is not advertised`);
  }
  if (context.session.user === undefined && !BEFORE_AUTHENTICATION.has(key)) {
    throw new MalformedRequest(`${api.name} before authentication`);
  }
  const isFlexible = version >= (api.flexibleFrom ?? Infinity);
  if (isFlexible) {
    request.skipTags();
  }
  await before(api);
  const body = await api.answer(request, context, version);
  return framed(correlationId, isFlexible && key !== API_VERSIONS, body);
}
