export type BrokerPorts = {
  readonly plain: number;
  readonly controller: number;
  readonly sasl: number;
  readonly saslTls: number;
  readonly tls: number;
  readonly mutualTls: number;
};

/** server.properties of the one broker. Everybody on the plain and on the TLS listener is ANONYMOUS, who may do everything. */
export function brokerProperties(folder: string, ports: BrokerPorts): string {
  const listeners = [
    `PLAINTEXT://127.0.0.1:${ports.plain}`,
    `SASL://127.0.0.1:${ports.sasl}`,
    `SASLTLS://127.0.0.1:${ports.saslTls}`,
    `TLS://127.0.0.1:${ports.tls}`,
    `MUTUAL://127.0.0.1:${ports.mutualTls}`,
  ].join(",");
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${ports.controller}
listeners=${listeners},CONTROLLER://127.0.0.1:${ports.controller}
advertised.listeners=${listeners}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,SASLTLS:SASL_SSL,TLS:SSL,MUTUAL:SSL
inter.broker.listener.name=PLAINTEXT
log.dirs=${folder}/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
log.cleaner.backoff.ms=200
log.retention.check.interval.ms=1000
offsets.retention.check.interval.ms=1000
${["sasl", "sasltls"].map(credentials).join("\n")}
${["tls", "mutual", "sasltls"].map((name) => keyStores(folder, name)).join("\n")}
listener.name.mutual.ssl.client.auth=required
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
`;
}

function credentials(listener: string): string {
  const scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  const plain = "org.apache.kafka.common.security.plain.PlainLoginModule required";
  const prefix = `listener.name.${listener}`;
  return `${prefix}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
${prefix}.plain.sasl.jaas.config=${plain} user_bob="bob-secret" user_dave="dave-secret";
${prefix}.scram-sha-256.sasl.jaas.config=${scram}
${prefix}.scram-sha-512.sasl.jaas.config=${scram}`;
}

function keyStores(folder: string, listener: string): string {
  const prefix = `listener.name.${listener}.ssl`;
  return `${prefix}.keystore.type=PEM
${prefix}.keystore.location=${folder}/tls/server.pem
${prefix}.truststore.type=PEM
${prefix}.truststore.location=${folder}/tls/ca.crt`;
}

/** Without it only errors would be logged, and nobody would see that the server has started. */
export const brokerLog = `rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %m (%c)%n
logger.server.name=kafka.server
logger.server.level=info
`;
