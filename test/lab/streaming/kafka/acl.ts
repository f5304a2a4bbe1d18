import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from "kafkajs";
import { waitUntil } from "../../process/wait-until.ts";

export interface AclRule {
  readonly user: string;
  readonly operation: "Describe" | "Read";
  readonly topic?: string;
  readonly group?: string;
}

const OPERATIONS = { Describe: AclOperationTypes.DESCRIBE, Read: AclOperationTypes.READ } as const;

/** Allows users something, all of it in one request; without any rule a user may do nothing. Resolves once the broker goes by it. */
export async function allow(broker: string, rules: readonly AclRule[]): Promise<void> {
  const acl = rules.flatMap(({ user, operation, topic, group }) => [
    ...(topic === undefined ? [] : [entry(user, operation, AclResourceTypes.TOPIC, topic)]),
    ...(group === undefined ? [] : [entry(user, operation, AclResourceTypes.GROUP, group)]),
  ]);
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.createAcls({ acl });
    const isThere = async ({ resourceType, resourceName, operation, principal }: (typeof acl)[number]) => {
      const filter = { resourceType, resourceName, operation, principal };
      const { resources } = await admin.describeAcls({
        ...filter,
        resourcePatternType: ResourcePatternTypes.LITERAL,
        permissionType: AclPermissionTypes.ALLOW,
      });
      return resources.length > 0;
    };
    await waitUntil("the rights", async () => (await Promise.all(acl.map(isThere))).every(Boolean));
  } finally {
    await admin.disconnect();
  }
}

function entry(user: string, operation: AclRule["operation"], resourceType: AclResourceTypes, resourceName: string) {
  return {
    resourceType,
    resourceName,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: "*",
    operation: OPERATIONS[operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}
