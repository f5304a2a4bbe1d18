import { ErrorCode } from "../error-codes.ts";
import type { KafkaApi } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const MECHANISM = "PLAIN";

/** SaslHandshake: the one mechanism is PLAIN, and only where the brokers ask for a name. */
export const saslHandshake: KafkaApi = {
  key: 17,
  name: "SaslHandshake",
  minVersion: 1,
  maxVersion: 1,
  answer: (request, { users, session }) => {
    const mechanism = request.string();
    const offered = users === undefined ? [] : [MECHANISM];
    const answer = (error: number): WireWriter =>
      new WireWriter().int16(error).array(offered, (writer, name) => {
        writer.string(name);
      });
    if (users === undefined) {
      return answer(ErrorCode.illegalSaslState);
    }
    if (mechanism !== MECHANISM) {
      session.isOver = true;
      return answer(ErrorCode.unsupportedSaslMechanism);
    }
    session.mechanism = MECHANISM;
    return answer(ErrorCode.none);
  },
};
