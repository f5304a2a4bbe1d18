import { coordinatorOf } from "../coordinator.ts";
import { ErrorCode } from "../error-codes.ts";
import { may, type KafkaApi } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

/** ListGroups: those that this broker coordinates, of both kinds, and that the user may see. */
export const listGroups: KafkaApi = {
  key: 16,
  name: "ListGroups",
  minVersion: 1,
  maxVersion: 2,
  answer: (_request, context) => {
    const { state, brokerId } = context;
    const atMs = context.now();
    const seesAll = may(context, "Describe", "cluster", "kafka-cluster");
    const groups = [...state.groups.values()].filter(
      (group) =>
        coordinatorOf(state, group.id) === brokerId &&
        group.at(atMs) !== undefined &&
        (seesAll || may(context, "Describe", "group", group.id)),
    );
    return new WireWriter()
      .int32(0)
      .int16(ErrorCode.none)
      .array(groups, (writer, { id, protocolType }) => {
        writer.string(id).string(protocolType);
      });
  },
};
