import { execa } from "execa";
import { kafka } from "../../provision/kafka.ts";
import { classPath, javaFlags } from "../java.ts";

/** One row of the reference tool's table. `null`: a dash. */
export type GroupRow = {
  readonly topic: string;
  readonly partition: number;
  readonly current: number | null;
  readonly end: number | null;
  readonly lag: number | null;
};

/** Runs one of Kafka's own tools (about 1 s each); what it said on stdout. Rejects when it fails. */
export async function kafkaTool(broker: string, mainClass: string, args: readonly string[]): Promise<string> {
  const command = [...javaFlags, "-cp", classPath(kafka), mainClass, "--bootstrap-server", broker, ...args];
  return (await execa("java", command)).stdout;
}

/** `kafka-consumer-groups --describe --group`; empty for a group that it does not find. */
export async function describeGroup(broker: string, group: string): Promise<readonly GroupRow[]> {
  const command = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
  const said = await kafkaTool(broker, command, ["--describe", "--group", group]);
  return said
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([name]) => name === group)
    .map(([, topic = "", partition, current, end, lag]) => ({
      topic,
      partition: Number(partition),
      current: cell(current),
      end: cell(end),
      lag: cell(lag),
    }));
}

function cell(text: string | undefined): number | null {
  return text === undefined || text === "-" ? null : Number(text);
}
