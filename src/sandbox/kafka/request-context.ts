import type { KafkaAccess, KafkaState } from "./kafka-state.ts";
import type { WireReader } from "./wire/wire-reader.ts";
import type { WireWriter } from "./wire/wire-writer.ts";

/** Where a broker is reached. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** What one connection has said of itself so far. */
export interface Session {
  /** Set by the SASL handshake. */
  mechanism?: "PLAIN";
  /** Who speaks; undefined: not authenticated yet, where the brokers demand it. */
  user: string | undefined;
  /** The connection is closed once the answer is written. */
  isOver?: boolean;
}

/** One request's surroundings. */
export interface RequestContext {
  readonly state: KafkaState;
  /** The broker that was asked. */
  readonly brokerId: number;
  readonly addresses: ReadonlyMap<number, BrokerAddress>;
  /** Names and passwords for SASL PLAIN; undefined: anybody may come. */
  readonly users: ReadonlyMap<string, string> | undefined;
  readonly session: Session;
  /** The clock, ms. */
  readonly now: () => number;
  /** Ends early when the connection does. */
  readonly pause: (ms: number) => Promise<void>;
}

/** One kind of request, in the range of versions that is implemented: the layouts within it are the same. */
export interface KafkaApi {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** From this version on headers carry tagged fields; absent: in none that is implemented. */
  readonly flexibleFrom?: number;
  /** @throws MalformedRequest. */
  readonly answer: (request: WireReader, context: RequestContext, version: number) => WireWriter | Promise<WireWriter>;
}

/** May the connection's user do this to the resource? */
export function may(
  context: RequestContext,
  operation: KafkaAccess["operation"],
  resource: KafkaAccess["resource"],
  name: string,
): boolean {
  const { authorizes } = context.state;
  return authorizes?.({ user: context.session.user ?? "ANONYMOUS", operation, resource, name }) ?? true;
}
