import { WireWriter } from "../../../src/sandbox/kafka/wire/wire-writer.ts";
import { requestBytes } from "./raw-client.ts";

const METADATA = 3;

/** Bytes upon which every broker closes the connection without a word. */
export const MALFORMED: Readonly<Record<string, Buffer>> = {
  "a negative size": Buffer.from([0xff, 0xff, 0xff, 0xff]),
  TLS: Buffer.from("16030100f4010000f0030300", "hex"),
  HTTP: Buffer.from("GET / HTTP/1.1\r\n\r\n"),
  "no header": Buffer.from([0, 0, 0, 2, 0, 3]),
  "a request that nobody knows": requestBytes({ key: 999, version: 0 }),
  "a version too new": requestBytes({ key: METADATA, version: 99 }),
  "a body that ends early": requestBytes({ key: METADATA, version: 6 }, new WireWriter().int32(1).int16(30)),
  "an array larger than the request": requestBytes({ key: METADATA, version: 6 }, new WireWriter().int32(0x7fffffff)),
  "an array of a negative size": requestBytes({ key: METADATA, version: 6 }, new WireWriter().int32(-2)),
};
