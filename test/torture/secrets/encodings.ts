/** A way to write a secret that whoever knows the way can read back. Worked out here, and not by what is attacked. */
export interface Encoding {
  readonly name: string;
  encode(secret: string): string;
  /** So many characters in front say nothing of the secret, or not of it alone. */
  readonly lead: number;
  /** So many characters are written for one of the secret, where that is many. */
  readonly width?: number;
}

const hex = (bytes: Buffer) => [...bytes].map((byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 by the definition: six bits a character. */
function base64(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const sextets = bits.match(/.{1,6}/g) ?? [];
  const characters = sextets.map((six) => BASE64[Number.parseInt(six.padEnd(6, "0"), 2)] ?? "").join("");
  return characters.padEnd(Math.ceil(characters.length / 4) * 4, "=");
}

const bytes = (secret: string, write: (byte: number) => string) => [...Buffer.from(secret)].map(write);

const after = (lead: string) => (secret: string) => base64(Buffer.from(`${lead}${secret}`));

const percent = (upper: boolean) => (secret: string) =>
  [...Buffer.from(secret)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9._~-]/.test(character)) return character;
      const escape = hex(Buffer.from([byte]));
      return `%${upper ? escape.toUpperCase() : escape}`;
    })
    .join("");

export const ENCODINGS: readonly Encoding[] = [
  { name: "plain", lead: 0, encode: (secret) => secret },
  { name: "base64", lead: 0, encode: after("") },
  { name: "base64 behind one byte", lead: 2, encode: after("x") },
  { name: "base64 behind two bytes", lead: 3, encode: after("xy") },
  {
    name: "base64url",
    lead: 0,
    encode: (secret) => after("")(secret).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  },
  {
    name: "base64url behind a name",
    lead: 10,
    encode: (secret) => after("bigops:")(secret).replaceAll("+", "-").replaceAll("/", "_"),
  },
  { name: "URL-encoded", lead: 0, encode: percent(true) },
  { name: "URL-encoded, small", lead: 0, encode: percent(false) },
  { name: "form-encoded", lead: 0, encode: (secret) => percent(true)(secret).replaceAll("%20", "+") },
  { name: "hex", lead: 0, encode: (secret) => hex(Buffer.from(secret)) },
  { name: "HEX", lead: 0, encode: (secret) => hex(Buffer.from(secret)).toUpperCase() },
  { name: "JSON-escaped", lead: 0, encode: (secret) => secret.replaceAll("\\", "\\\\").replaceAll('"', '\\"') },
  { name: "base64 twice", lead: 0, width: 2, encode: (secret) => after("")(after("")(secret)) },
  {
    name: "bytes with colons",
    lead: 0,
    width: 3,
    encode: (secret) => bytes(secret, (byte) => hex(Buffer.from([byte]))).join(":"),
  },
  { name: "bytes as Go prints them", lead: 0, width: 4, encode: (secret) => `[${bytes(secret, String).join(" ")}]` },
  {
    name: "octal escapes",
    lead: 0,
    width: 4,
    encode: (secret) => bytes(secret, (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
  },
];
