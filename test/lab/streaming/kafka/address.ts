/** Where the lab's broker listens, each `host:port`; the plain listener may do everything. Handed to every suite. */
export type KafkaAddress = {
  readonly plain: string;
  /** SASL without TLS: PLAIN for bob and for dave, who never gets a right; SCRAM-SHA-256 for alice, SCRAM-SHA-512 for carol; each password is the name and "-secret". */
  readonly sasl: string;
  /** The same names over TLS. */
  readonly saslTls: string;
  /** TLS; a client certificate is not asked for. */
  readonly tls: string;
  /** TLS with a client certificate, which makes User:CN=client. */
  readonly mutualTls: string;
  /** PEM files: ca.crt, client.crt, client.key. */
  readonly certificates: string;
  readonly pid: number;
};
