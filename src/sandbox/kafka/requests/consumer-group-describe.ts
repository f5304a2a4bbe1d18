import { coordinatorOf } from "../coordinator.ts";
import { ErrorCode } from "../error-codes.ts";
import type { KafkaGroupMember, KafkaGroupMoment } from "../kafka-state.ts";
import { uuidFrom } from "../../random.ts";
import { may, type KafkaApi, type RequestContext } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

/** An epoch rises with every change of members; no client compares it with anything here. */
const EPOCH = 1;
/** "Not asked for", of the operations that the user may do. */
const NO_OPERATIONS = -2147483648;

type Described =
  | { readonly error: 0; readonly id: string; readonly moment: KafkaGroupMoment }
  | { readonly error: number; readonly id: string; readonly message: string };

function describe(context: RequestContext, id: string, atMs: number): Described {
  if (!may(context, "Describe", "group", id)) {
    return { error: ErrorCode.groupAuthorizationFailed, id, message: "Group authorization failed." };
  }
  if (coordinatorOf(context.state, id) !== context.brokerId) {
    return { error: ErrorCode.notCoordinator, id, message: "This is not the correct coordinator." };
  }
  const group = context.state.groups.get(id);
  const moment = group?.at(atMs);
  if (group === undefined || moment === undefined) {
    return { error: ErrorCode.groupIdNotFound, id, message: `Group ${id} not found.` };
  }
  if (group.type === "classic") {
    return { error: ErrorCode.groupIdNotFound, id, message: `Group ${id} is not a consumer group.` };
  }
  return { error: ErrorCode.none, id, moment };
}

function writeAssignment(writer: WireWriter, { assignment }: KafkaGroupMember): void {
  writer
    .compactArray(Object.entries(assignment), (each, [topic, partitions]) => {
      each
        .raw(Buffer.from(uuidFrom(`topic/${topic}`).replaceAll("-", ""), "hex"))
        .compactString(topic)
        .compactArray(partitions, (one, index) => {
          one.int32(index);
        })
        .noTags();
    })
    .noTags();
}

function writeMember(writer: WireWriter, member: KafkaGroupMember): void {
  writer
    .compactString(member.memberId)
    .compactNullableString(null)
    .compactNullableString(null)
    .int32(EPOCH)
    .compactString(member.clientId)
    .compactString(member.clientHost)
    .compactArray(Object.keys(member.assignment), (each, topic) => {
      each.compactString(topic);
    })
    // No pattern of topics.
    .compactString("");
  // What it has, and what it is to have.
  writeAssignment(writer, member);
  writeAssignment(writer, member);
  writer.noTags();
}

/** ConsumerGroupDescribe: groups of KIP-848's protocol, which DescribeGroups does not know. */
export const consumerGroupDescribe: KafkaApi = {
  key: 69,
  name: "ConsumerGroupDescribe",
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  answer: (request, context) => {
    const ids = request.compactArray((reader) => reader.compactString());
    request.boolean();
    request.skipTags();
    const atMs = context.now();
    const groups = ids.map((id) => describe(context, id, atMs));
    return new WireWriter()
      .int32(0)
      .compactArray(groups, (writer, group) => {
        const isFound = "moment" in group;
        writer
          .int16(group.error)
          .compactNullableString(isFound ? null : group.message)
          .compactString(group.id)
          .compactString(isFound ? group.moment.state : "")
          .int32(isFound ? EPOCH : 0)
          .int32(isFound ? EPOCH : 0)
          .compactString(isFound ? "uniform" : "")
          .compactArray(isFound ? group.moment.members : [], writeMember)
          .int32(NO_OPERATIONS)
          .noTags();
      })
      .noTags();
  },
};
