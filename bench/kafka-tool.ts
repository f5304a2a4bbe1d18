import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { shellQuote } from "../src/core/text/shell-quote.ts";
import { kafka } from "../test/lab/provision/kafka.ts";
import { binaryPath } from "../test/lab/provision/lab-folder.ts";

/** What Kafka's launcher gives every tool unless told otherwise (bin/kafka-run-class.sh of 4.1): memory, collector and JMX. */
const FLAGS = [
  "-Xmx256M",
  "-server",
  "-XX:+UseG1GC",
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
  "-Djava.awt.headless=true",
  "-Dcom.sun.management.jmxremote=true",
  "-Dcom.sun.management.jmxremote.authenticate=false",
  "-Dcom.sun.management.jmxremote.ssl=false",
];

/**
 * `kafka-consumer-groups` as an operator has it; its path. Maven Central has Kafka's jars but not its `bin`, so the steps of the launcher that take time
 * are made after it: the class path is put together jar by jar, each held against a pattern by a process of its own, and the JVM gets the launcher's flags.
 * In the tool's favour, there are half as many jars here as in the distribution, and no configuration of its log is read.
 */
export async function writeConsumerGroups(folder: string): Promise<string> {
  const path = join(folder, "kafka-consumer-groups.sh");
  const jars = dirname(binaryPath(kafka, kafka.binaries[0] ?? ""));
  const lines = [
    "#!/bin/bash",
    "path=",
    `for jar in ${shellQuote(jars)}/*; do`,
    `  left_out=$(echo "$jar" | grep -E -- '-(sources|javadoc)[.]jar$')`,
    '  if [ -z "$left_out" ]; then path="$path:$jar"; fi',
    "done",
    `exec java ${FLAGS.join(" ")} -cp "\${path#:}" org.apache.kafka.tools.consumer.group.ConsumerGroupCommand "$@"`,
  ];
  await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o700 });
  return path;
}
