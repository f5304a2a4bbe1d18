/** Below this, an encoded form is so short that it would be found in ordinary text. */
const MIN_ENCODED = 6;

/** In JSON inside of JSON's text, as a server writes that quotes an answer which quotes a request. */
function twice(escape: (text: string) => string, secret: string): string {
  return escape(escape(secret));
}

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Go's encoding/json writes it, which Kubernetes, Prometheus and Alertmanager are written with: what HTML could take for markup is escaped as well. */
function goJson(secret: string): string {
  return json(secret).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The texts under which a secret may appear: as it is, URL-encoded (also as a form), JSON-escaped (also as Go does, and twice), in hexadecimal and in base64 (also twice, as in a
 * Kubernetes Secret that holds a registry's login).
 * In base64 the surrounding bytes decide about the alignment (`user:password` in a Basic header): for each of the three, the part that depends on
 * the secret alone.
 */
export function secretForms(secret: string): ReadonlySet<string> {
  const forms = new Set([secret]);
  const bytes = Buffer.from(secret, "utf8");
  const encoded = [
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%20/g, "+"),
    new URLSearchParams([["", secret]]).toString().slice(1),
    json(secret),
    goJson(secret),
    twice(json, secret),
    twice(goJson, secret),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    // By itself it has its padding, too.
    bytes.toString("base64"),
    bytes.toString("base64url"),
    ...inBase64(bytes),
    ...inBase64(bytes).flatMap((once) => inBase64(Buffer.from(once))),
  ];
  for (const form of encoded) {
    forms.add(form.length >= MIN_ENCODED ? form : secret);
    forms.add(/%[0-9A-F]{2}/.test(form) ? form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()) : secret);
  }
  return forms;
}

function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => base64Forms(bytes, offset));
}

function base64Forms(bytes: Buffer, offset: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const text = whole.toString("base64").replace(/(?<!=)=+$/, "");
  // A character holds 6 bits: those that also hold bits of a neighbour are left out.
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((whole.length * 8) / 6);
  const own = text.slice(first, last);
  return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
}
