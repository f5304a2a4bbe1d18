import { coordinatorOf } from "../coordinator.ts";
import { ErrorCode } from "../error-codes.ts";
import { may, type KafkaApi } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const GROUP = 0;

function failed(error: number, message: string): WireWriter {
  return new WireWriter().int32(0).int16(error).nullableString(message).int32(-1).string("").int32(-1);
}

/** FindCoordinator, for groups. */
export const findCoordinator: KafkaApi = {
  key: 10,
  name: "FindCoordinator",
  minVersion: 1,
  maxVersion: 2,
  answer: (request, context) => {
    const groupId = request.string();
    if (request.int8() !== GROUP) {
      return failed(ErrorCode.invalidRequest, "The sandbox's brokers coordinate groups only.");
    }
    if (!may(context, "Describe", "group", groupId)) {
      return failed(ErrorCode.groupAuthorizationFailed, "Group authorization failed.");
    }
    const id = coordinatorOf(context.state, groupId);
    const { host, port } = context.addresses.get(id) ?? { host: "", port: -1 };
    return new WireWriter().int32(0).int16(ErrorCode.none).nullableString("NONE").int32(id).string(host).int32(port);
  },
};
