import type { Definition, Protocol } from "kafkajs/src/protocol/requests/index.js";
import { ClientError } from "../client-error.ts";

/** A question to one broker: kafkajs's definition of it (or ours), what it is asked with, and what is read out of the decoded answer. */
export interface KafkaRequest<T> {
  /** For errors: "list offsets". */
  readonly what: string;
  readonly apiKey: number;
  readonly definition: Definition;
  readonly options: object;
  readonly read: (decoded: never) => T;
}

type Versions = Readonly<Record<string, { readonly minVersion: number; readonly maxVersion: number }>>;

/** The newest version that both sides speak. Throws ClientError where there is none. */
export function chosenProtocol<T>(request: KafkaRequest<T>, versions: Versions, address: string): Protocol {
  const known = versions[request.apiKey];
  const both = request.definition.versions
    .map(Number)
    .filter((version) => known !== undefined && version >= known.minVersion && version <= known.maxVersion);
  if (both.length > 0) return request.definition.protocol({ version: Math.max(...both) })(request.options);
  throw new ClientError(
    "unexpected-answer",
    `${request.what}: the broker at ${address} speaks no version of it that is known here`,
    "bigops reads Kafka 2.3 and newer",
  );
}
