import type { Address, Environment, KafkaSettings, PagerTarget, SecretReference } from "./environment.ts";
import type { WrittenEnvironment } from "./file-schema.ts";
import { resolvePath } from "./resolve-path.ts";

/** Where paths begin. */
interface Surroundings {
  readonly folder: string;
  readonly home: string | null;
}

type Written = { readonly [key: string]: unknown };

/** An environment in which no problem was found, as it is used: paths absolute, URLs without a trailing slash, what was left out absent or its default. */
export function normalizeEnvironment(name: string, written: WrittenEnvironment, around: Surroundings): Environment {
  const endpoints = Object.entries(written.endpoints ?? {}).map(
    ([endpoint, value]) => [endpoint, addressOf(typeof value === "string" ? { url: value } : value, around)] as const,
  );
  const targets = Object.entries(written.pager?.targets ?? {}).map(
    ([target, value]) => [target, referenced(value, around) as PagerTarget] as const,
  );
  const { kubeconfig, ...place } = written.kubernetes ?? {};
  return {
    name,
    kubernetes: {
      ...present(place),
      ...(kubeconfig === undefined ? {} : { kubeconfig: pathOf(kubeconfig, around) }),
    },
    ...(written.prometheus === undefined ? {} : { prometheus: addressOf(written.prometheus, around) }),
    ...(written.alertmanager === undefined ? {} : { alertmanager: addressOf(written.alertmanager, around) }),
    ...(written.kafka === undefined ? {} : { kafka: referenced(written.kafka, around) as unknown as KafkaSettings }),
    ...(written.flink === undefined ? {} : { flink: flinkOf(written.flink, around) }),
    endpoints: Object.fromEntries(endpoints),
    pager: { targets: Object.fromEntries(targets) },
    protected: written.protected ?? false,
    readOnly: written.readOnly ?? false,
    parameters: written.parameters ?? {},
    commands: { allow: written.commands?.allow ?? [] },
  };
}

function flinkOf(written: Written, around: Surroundings): NonNullable<Environment["flink"]> {
  const { jar, ...place } = written;
  const address = addressOf(place, around);
  return typeof jar === "string" ? { ...address, jar: pathOf(jar, around) } : address;
}

function addressOf(written: Written, around: Surroundings): Address {
  const address = referenced(written, around);
  const { url } = address;
  return (typeof url === "string"
    ? { ...address, url: url.replace(/(?<!\/)\/+$/, "") }
    : address) as unknown as Address;
}

/** The same values without what is absent, `{ file }` references made absolute. */
function referenced(written: Written, around: Surroundings): Written {
  const entries = Object.entries(present(written)).map(([key, value]) => {
    if (isFileReference(value)) return [key, { file: pathOf(value.file, around) } satisfies SecretReference];
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [key, value];
    return [key, referenced(value as Written, around)];
  });
  return Object.fromEntries(entries) as Written;
}

function isFileReference(value: unknown): value is { readonly file: string } {
  return typeof value === "object" && value !== null && "file" in value && typeof value.file === "string";
}

/** What begins with ~ where no home folder is known was refused before. */
function pathOf(written: string, { folder, home }: Surroundings): string {
  return resolvePath(written, folder, home) ?? written;
}

/** Without the keys that are undefined, which JSON has not and exact optional types refuse. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
