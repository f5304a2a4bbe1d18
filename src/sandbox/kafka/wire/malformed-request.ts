/** The bytes do not follow the protocol; the connection is closed, as a broker does. */
export class MalformedRequest extends Error {
  override readonly name = "MalformedRequest";
}
