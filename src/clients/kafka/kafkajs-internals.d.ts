// The parts of kafkajs 2.2.4 that its own types leave out and that the client is built upon; the version is pinned.

declare module "kafkajs/src/broker/index.js" {
  class Broker {
    constructor(options: {
      connectionPool: import("kafkajs/src/network/connectionPool.js");
      logger: import("kafkajs/src/loggers/index.js").Logger;
      allowAutoTopicCreation: boolean;
      authenticationTimeout: number;
    });
    readonly connectionPool: import("kafkajs/src/network/connectionPool.js");
    /** By API key; null before `connect`. */
    readonly versions: Record<string, { minVersion: number; maxVersion: number }> | null;
    connect(): Promise<void>;
  }
  export = Broker;
}

declare module "kafkajs/src/network/connectionPool.js" {
  interface Connection {
    readonly requestQueue: {
      scheduleCheckPendingRequests: () => void;
      pending: readonly unknown[];
      destroy: () => void;
    };
  }
  class ConnectionPool {
    constructor(options: {
      host: string;
      port: number;
      ssl: import("node:tls").ConnectionOptions | null;
      sasl: { mechanism: string; username: string; password: string } | null;
      clientId: string;
      connectionTimeout: number;
      requestTimeout: number;
      socketFactory: import("kafkajs").ISocketFactory;
      logger: import("kafkajs/src/loggers/index.js").Logger;
    });
    readonly pool: readonly Connection[];
    send(protocol: import("kafkajs/src/protocol/requests/index.js").Protocol): Promise<unknown>;
  }
  export = ConnectionPool;
}

declare module "kafkajs/src/loggers/index.js" {
  interface Logger {
    namespace(name: string): Logger;
  }
  const library: { createLogger(options: { level: number; logCreator: () => () => void }): Logger };
  namespace library {
    export { Logger };
  }
  export = library;
}

declare module "kafkajs/src/protocol/requests/index.js" {
  interface Protocol {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      encode(): Promise<import("kafkajs/src/protocol/encoder.js")>;
    };
    readonly response: {
      decode(payload: Buffer): Promise<unknown>;
      parse(decoded: unknown): Promise<unknown>;
    };
  }
  interface Definition {
    readonly versions: readonly string[];
    protocol(choice: { version: number }): (options: object) => Protocol;
  }
  const library: {
    readonly requests: Readonly<
      Record<
        | "Metadata"
        | "GroupCoordinator"
        | "OffsetFetch"
        | "ListOffsets"
        | "DescribeGroups"
        | "DescribeConfigs"
        | "Fetch",
        Definition
      >
    >;
  };
  namespace library {
    export { Definition, Protocol };
  }
  export = library;
}

declare module "kafkajs/src/protocol/error.js" {
  const library: { createErrorFromCode(code: number): Error & { readonly type: string } };
  export = library;
}

declare module "kafkajs/src/protocol/encoder.js" {
  class Encoder {
    writeUVarInt(value: number): this;
    writeUVarIntString(value: string): this;
    writeBoolean(value: boolean): this;
  }
  export = Encoder;
}

declare module "kafkajs/src/protocol/decoder.js" {
  class Decoder {
    constructor(buffer: Buffer);
    readonly buffer: Buffer;
    readonly offset: number;
    readInt8(): number;
    readInt16(): number;
    readInt32(): number;
    readInt64(): bigint;
    readString(): string | null;
    readBytes(): Buffer | null;
    readArray<T>(read: (decoder: Decoder) => T): T[];
    readArrayAsync<T>(read: (decoder: Decoder) => Promise<T>): Promise<T[]>;
    readUVarInt(): number;
    readUVarIntString(): string | null;
    readUVarIntArray<T>(read: (decoder: Decoder) => T): T[] | null;
    forward(bytes: number): void;
  }
  export = Decoder;
}
