import type { Random } from "../random.ts";

/** A secret or a person's datum that exists nowhere else, so that wherever it is found it was told. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  /** `loaded`: bigops itself reads it. `foreign`: it stands in what the platform says. */
  readonly kind: "loaded" | "foreign";
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** What encodings and escapes change; a header takes all of it. */
const AWKWARD = `${LETTERS}+/=%&?"\\ <>:;,~`;

function text(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join("");
}

/** The middle is awkward; both ends are such that nobody trims them. */
function secretText(random: Random): string {
  return `${text(random, LETTERS, 9)}${text(random, AWKWARD, 6 + random.below(12))}${text(random, LETTERS, 9)}`;
}

function plainToken(random: Random, length = 32): string {
  return text(random, LETTERS, length);
}

const digits = (random: Random, length: number) => `${1 + random.below(9)}${text(random, "0123456789", length - 1)}`;

/** By the variable or file of the home that holds it. */
export type LoadedName =
  | "PROM_TOKEN"
  | "AM_TOKEN"
  | "FLINK_TOKEN"
  | "KV_TOKEN"
  | "KAFKA_PASSWORD"
  | "PD_KEY"
  | "SLACK_PATH"
  | "KUBE_TOKEN"
  | "KUBE_PASSWORD"
  | "PLUGIN_ENV"
  | "PLUGIN_STDERR"
  | "ID_TOKEN"
  | "REFRESH_TOKEN"
  | "CLIENT_SECRET"
  | "USERINFO";

export type ForeignName =
  | "api key"
  | "session token"
  | "mail address"
  | "entity id"
  | "card number"
  | "feature value"
  | "cloud key"
  | "database password";

export interface Canaries {
  readonly loaded: Readonly<Record<LoadedName, string>>;
  readonly foreign: Readonly<Record<ForeignName, string>>;
}

export function makeCanaries(random: Random): Canaries {
  const secret = () => secretText(random);
  return {
    loaded: {
      PROM_TOKEN: secret(),
      AM_TOKEN: secret(),
      FLINK_TOKEN: secret(),
      KV_TOKEN: secret(),
      KAFKA_PASSWORD: secret(),
      PD_KEY: plainToken(random),
      SLACK_PATH: `T${plainToken(random, 10)}/B${plainToken(random, 10)}/${plainToken(random, 24)}`,
      KUBE_TOKEN: secret(),
      KUBE_PASSWORD: secret(),
      PLUGIN_ENV: plainToken(random),
      PLUGIN_STDERR: plainToken(random),
      ID_TOKEN: idToken(random),
      REFRESH_TOKEN: plainToken(random, 40),
      CLIENT_SECRET: secret(),
      USERINFO: secret(),
    },
    foreign: {
      "api key": `sk_live_${plainToken(random, 24)}`,
      "session token": `eyJ${plainToken(random, 17)}.${plainToken(random, 40)}.${plainToken(random, 22)}`,
      "mail address": `${text(random, "abcdefghijklmnopqrstuvwxyz", 12)}@${text(random, "abcdefghijklmnopqrstuvwxyz", 10)}.test`,
      "entity id": `user_${digits(random, 11)}`,
      "card number": digits(random, 16),
      "feature value": `0.${digits(random, 14)}`,
      "cloud key": `AKIA${text(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}`,
      "database password": plainToken(random, 20),
    },
  };
}

/** As an OpenID provider issues them: until when it is good can be read in it. Half of them have run out. */
function idToken(random: Random): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = random.chance(0.5) ? 4_000_000_000 : 1_000_000_000;
  return [
    part({ alg: "RS256", kid: plainToken(random, 12) }),
    part({ sub: plainToken(random, 20), exp }),
    plainToken(random, 60),
  ].join(".");
}

export function listed({ loaded, foreign }: Canaries): readonly Canary[] {
  return [
    ...Object.entries(loaded).map(([name, value]) => ({ name, value, kind: "loaded" as const })),
    ...Object.entries(foreign).map(([name, value]) => ({ name, value, kind: "foreign" as const })),
  ];
}
