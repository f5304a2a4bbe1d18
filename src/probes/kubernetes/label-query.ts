import { ClientError } from "../../clients/client-error.ts";

const KEY = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** Labels as a list query and kubectl's `-l` take them. Throws ClientError `invalid` for one that would say something else there. */
export function labelQuery(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => {
      if (KEY.test(key) && VALUE.test(value)) return `${key}=${value}`;
      throw new ClientError(
        "invalid",
        `${JSON.stringify(`${key}=${value}`)} is no label in Kubernetes`,
        "check the check's arguments and the parameters in them",
      );
    })
    .join(",");
}
