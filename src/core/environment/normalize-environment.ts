import type { Path } from "../source/located.ts";
import type { Address, Environment, KafkaSettings, PagerTarget, SecretReference } from "./environment.ts";
import type { WrittenEnvironment } from "./file-schema.ts";
import { resolvePath } from "./resolve-path.ts";

/** Where paths begin, and to whom odd values are told. */
interface Surroundings {
  readonly folder: string;
  readonly home: string | null;
  report(path: Path, message: string, suggestion: string | null): void;
}

type Written = { readonly [key: string]: unknown };

/** An environment as it is used: paths absolute, URLs without a trailing slash, what was left out absent or its default. */
export function normalizeEnvironment(name: string, written: WrittenEnvironment, around: Surroundings): Environment {
  const endpoints = Object.entries(written.endpoints ?? {}).map(
    ([endpoint, value]) =>
      [
        endpoint,
        addressOf(typeof value === "string" ? { url: value } : value, ["endpoints", endpoint], around),
      ] as const,
  );
  const targets = Object.entries(written.pager?.targets ?? {}).map(
    ([target, value]) => [target, referenced(value, ["pager", "targets", target], around) as PagerTarget] as const,
  );
  const { kubeconfig, ...place } = written.kubernetes ?? {};
  return {
    name,
    kubernetes: {
      ...present(place),
      ...(kubeconfig === undefined ? {} : { kubeconfig: pathOf(kubeconfig, ["kubernetes", "kubeconfig"], around) }),
    },
    ...(written.prometheus === undefined ? {} : { prometheus: addressOf(written.prometheus, ["prometheus"], around) }),
    ...(written.alertmanager === undefined
      ? {}
      : { alertmanager: addressOf(written.alertmanager, ["alertmanager"], around) }),
    ...(written.kafka === undefined
      ? {}
      : { kafka: referenced(written.kafka, ["kafka"], around) as unknown as KafkaSettings }),
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
  const address = addressOf(place, ["flink"], around);
  return typeof jar === "string" ? { ...address, jar: pathOf(jar, ["flink", "jar"], around) } : address;
}

function addressOf(written: Written, path: Path, around: Surroundings): Address {
  const address = referenced(written, path, around);
  const { url } = address;
  if (typeof url !== "string") return address as unknown as Address;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    around.report(
      "url" in written ? [...path, "url"] : path,
      "this is no http or https URL",
      'e.g. "http://kv-store.staging:8080"',
    );
  return { ...address, url: url.replace(/(?<!\/)\/+$/, "") };
}

/** The same values without what is absent, `{ file }` references made absolute. */
function referenced(written: Written, path: Path, around: Surroundings): Written {
  const entries = Object.entries(present(written)).map(([key, value]) => {
    const here = [...path, key];
    if (isFileReference(value))
      return [key, { file: pathOf(value.file, [...here, "file"], around) } satisfies SecretReference];
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [key, value];
    return [key, referenced(value as Written, here, around)];
  });
  return Object.fromEntries(entries) as Written;
}

function isFileReference(value: unknown): value is { readonly file: string } {
  return typeof value === "object" && value !== null && "file" in value && typeof value.file === "string";
}

function pathOf(written: string, path: Path, { folder, home, report }: Surroundings): string {
  const absolute = resolvePath(written, folder, home);
  if (absolute !== null) return absolute;
  report(path, `${written} begins with ~, and the home folder is not known here`, "write the whole path");
  return written;
}

/** Without the keys that are undefined, which JSON has not and exact optional types refuse. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
