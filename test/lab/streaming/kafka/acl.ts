import { kafkaTool } from "./kafka-tools.ts";

export interface AclRule {
  readonly user: string;
  readonly operation: "Describe" | "DescribeConfigs" | "Read";
  readonly topic?: string;
  readonly group?: string;
}

/** Allows a user something (about 1 s); without any rule a user may do nothing. */
export async function allow(broker: string, { user, operation, topic, group }: AclRule): Promise<void> {
  const resource = [
    ...(topic === undefined ? [] : ["--topic", topic]),
    ...(group === undefined ? [] : ["--group", group]),
  ];
  const rule = ["--allow-principal", `User:${user}`, "--operation", operation, ...resource];
  await kafkaTool(broker, "org.apache.kafka.tools.AclCommand", ["--add", "--force", ...rule]);
}
