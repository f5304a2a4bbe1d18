import { coordinatorOf } from "../coordinator.ts";
import { ErrorCode } from "../error-codes.ts";
import type { KafkaGroupMember } from "../kafka-state.ts";
import { may, type KafkaApi, type RequestContext } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const NO_BYTES = Buffer.alloc(0);
const NO_USER_DATA = -1;

interface Described {
  readonly error: number;
  readonly id: string;
  readonly state: string;
  readonly protocolType: string;
  readonly members: readonly KafkaGroupMember[];
}

function describe(context: RequestContext, id: string, atMs: number): Described {
  const without = (error: number, state: string): Described => ({ error, id, state, protocolType: "", members: [] });
  if (!may(context, "Describe", "group", id)) {
    return without(ErrorCode.groupAuthorizationFailed, "");
  }
  if (coordinatorOf(context.state, id) !== context.brokerId) {
    return without(ErrorCode.notCoordinator, "");
  }
  const group = context.state.groups.get(id);
  const moment = group?.at(atMs);
  if (group === undefined || moment === undefined || group.type === "consumer") {
    return without(ErrorCode.none, "Dead");
  }
  return { error: ErrorCode.none, id, protocolType: group.protocolType, ...moment };
}

/** What the consumers' own protocol, which the broker passes on unread, says of a member's topics. */
function subscription({ assignment }: KafkaGroupMember): Buffer {
  return new WireWriter()
    .int16(0)
    .array(Object.keys(assignment), (writer, topic) => {
      writer.string(topic);
    })
    .int32(NO_USER_DATA)
    .toBuffer();
}

function assigned({ assignment }: KafkaGroupMember): Buffer {
  return new WireWriter()
    .int16(0)
    .array(Object.entries(assignment), (writer, [topic, partitions]) => {
      writer.string(topic).array(partitions, (each, index) => {
        each.int32(index);
      });
    })
    .int32(NO_USER_DATA)
    .toBuffer();
}

/** DescribeGroups: groups of the classic protocol. All others are Dead, without an error. */
export const describeGroups: KafkaApi = {
  key: 15,
  name: "DescribeGroups",
  minVersion: 1,
  maxVersion: 2,
  answer: (request, context) => {
    const ids = request.array((reader) => reader.string());
    const atMs = context.now();
    const groups = ids.map((id) => describe(context, id, atMs));
    return new WireWriter().int32(0).array(groups, (writer, { error, id, state, protocolType, members }) => {
      // Who reads what is settled only in a stable group.
      const isStable = state === "Stable";
      writer
        .int16(error)
        .string(id)
        .string(state)
        .string(protocolType)
        .string(isStable ? "range" : "")
        .array(members, (each, member) => {
          each
            .string(member.memberId)
            .string(member.clientId)
            .string(member.clientHost)
            .bytes(isStable ? subscription(member) : NO_BYTES)
            .bytes(isStable ? assigned(member) : NO_BYTES);
        });
    });
  },
};
