import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** DER: one tag, the length of its contents, the contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const SEQUENCE = 0x30;
const ECDSA_WITH_SHA256 = der(SEQUENCE, der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const COMMON_NAME = Buffer.from("550403", "hex");
const BASIC_CONSTRAINTS = Buffer.from("551d13", "hex");
const ALTERNATIVE_NAMES = Buffer.from("551d11", "hex");

function name(text: string): Buffer {
  const attribute = der(SEQUENCE, der(0x06, COMMON_NAME), der(0x0c, Buffer.from(text)));
  return der(SEQUENCE, der(0x31, attribute));
}

function extensions(): Buffer {
  const isAuthority = der(SEQUENCE, der(0x01, Buffer.from([0xff])));
  const hosts = der(SEQUENCE, der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from("localhost")));
  return der(
    0xa3,
    der(
      SEQUENCE,
      der(SEQUENCE, der(0x06, BASIC_CONSTRAINTS), der(0x01, Buffer.from([0xff])), der(0x04, isAuthority)),
      der(SEQUENCE, der(0x06, ALTERNATIVE_NAMES), der(0x04, hosts)),
    ),
  );
}

function pem(label: string, contents: Uint8Array): string {
  const lines =
    Buffer.from(contents)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/**
 * A self-signed certificate for 127.0.0.1 and its key, both PEM, made anew at every start. kubectl sends a token only
 * over TLS, and Node has no certificate writer of its own.
 */
export function selfSignedCertificate(): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const serial = randomBytes(8);
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const subject = name("bigops sandbox");
  const toBeSigned = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_WITH_SHA256,
    subject,
    der(SEQUENCE, der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("491231235959Z"))),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    extensions(),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", toBeSigned, privateKey)]);
  return {
    certificate: pem("CERTIFICATE", der(SEQUENCE, toBeSigned, ECDSA_WITH_SHA256, der(0x03, signature))),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
