/** Kafka 4.1's defaults of those settings of a broker that bear on lag. */
export const BROKER_DEFAULTS: Readonly<Record<string, string>> = {
  "log.message.timestamp.type": "CreateTime",
  "log.retention.bytes": "-1",
  "log.retention.hours": "168",
  "log.retention.check.interval.ms": "300000",
  "message.max.bytes": "1048588",
  "offsets.retention.check.interval.ms": "600000",
  "offsets.retention.minutes": "10080",
  "transaction.max.timeout.ms": "900000",
};
