import { coordinatorOf } from "../coordinator.ts";
import { ErrorCode } from "../error-codes.ts";
import { may, type KafkaApi, type RequestContext } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const NO_COMMIT = -1;

interface Asked {
  readonly name: string;
  readonly partitions: readonly number[];
}

/** Every partition that the group has committed and its user may see. */
function committed(context: RequestContext, groupId: string, atMs: number): Asked[] {
  const group = context.state.groups.get(groupId);
  if (group === undefined) {
    return [];
  }
  return [...context.state.topics.values()]
    .filter(({ name }) => may(context, "Describe", "topic", name))
    .map((topic) => ({
      name: topic.name,
      partitions: [...topic.partitions(atMs).keys()].filter(
        (index) => group.committedOffset(topic.name, index, atMs) !== undefined,
      ),
    }))
    .filter(({ partitions }) => partitions.length > 0);
}

/** OffsetFetch: a group's committed offsets; of everything it committed when no topic is named. */
export const offsetFetch: KafkaApi = {
  key: 9,
  name: "OffsetFetch",
  minVersion: 3,
  maxVersion: 4,
  answer: (request, context) => {
    const groupId = request.string();
    const named = request.nullableArray((reader) => ({
      name: reader.string(),
      partitions: reader.array((each) => each.int32()),
    }));
    const writer = new WireWriter().int32(0);
    const failed = (error: number): WireWriter => writer.array([], () => {}).int16(error);
    if (!may(context, "Describe", "group", groupId)) {
      return failed(ErrorCode.groupAuthorizationFailed);
    }
    if (coordinatorOf(context.state, groupId) !== context.brokerId) {
      return failed(ErrorCode.notCoordinator);
    }
    const atMs = context.now();
    const group = context.state.groups.get(groupId);
    const asked = named ?? committed(context, groupId, atMs);
    return writer
      .array(asked, (each, { name, partitions }) => {
        const isAllowed = may(context, "Describe", "topic", name);
        each.string(name).array(partitions, (one, index) => {
          const offset = isAllowed ? group?.committedOffset(name, index, atMs) : undefined;
          const error = isAllowed ? ErrorCode.none : ErrorCode.topicAuthorizationFailed;
          one
            .int32(index)
            .int64(offset ?? NO_COMMIT)
            .nullableString("")
            .int16(error);
        });
      })
      .int16(ErrorCode.none);
  },
};
