import { ErrorCode } from "../error-codes.ts";
import type { KafkaApi } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const NO_BYTES = Buffer.alloc(0);
/** So long does a broker wait before it answers a wrong password (connection.failed.authentication.delay.ms). */
const REFUSAL_DELAY_MS = 100;

/** SaslAuthenticate for PLAIN (RFC 4616): an identity to act for, a name and a password, with NUL between. */
export const saslAuthenticate: KafkaApi = {
  key: 36,
  name: "SaslAuthenticate",
  minVersion: 1,
  maxVersion: 1,
  answer: async (request, { users, session, pause }) => {
    const [, name = "", password] = request.bytes().toString("utf8").split("\0");
    const answer = (error: number, message: string | null): WireWriter =>
      new WireWriter().int16(error).nullableString(message).bytes(NO_BYTES).int64(0);
    if (users === undefined || session.mechanism === undefined) {
      return answer(ErrorCode.illegalSaslState, "SaslAuthenticate request received before the handshake.");
    }
    if (password === undefined || users.get(name) !== password) {
      session.isOver = true;
      await pause(REFUSAL_DELAY_MS);
      return answer(ErrorCode.saslAuthenticationFailed, "Authentication failed: Invalid username or password");
    }
    session.user = name;
    return answer(ErrorCode.none, null);
  },
};
