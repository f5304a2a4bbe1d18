import { openDoors, type DoorOptions, type OpenDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment, type Environment } from "../../../src/core/environment/environment.ts";
import { onTestFinished } from "vitest";

/** A kubeconfig in JSON, which is YAML: one context, `staging`, in namespace ml. */
export function kubeconfigOf(server: string, user: object = {}, cluster: object = {}): string {
  return JSON.stringify({
    "current-context": "staging",
    clusters: [{ name: "staging", cluster: { server, ...cluster } }],
    users: [{ name: "alice", user }],
    contexts: [{ name: "staging", context: { cluster: "staging", user: "alice", namespace: "ml" } }],
  });
}

/** Files that a test hands in; anything else is not there. */
export function files(contents: Readonly<Record<string, string>>): (path: string) => Promise<string> {
  return (path) => {
    const text = contents[path];
    if (text !== undefined) return Promise.resolve(text);
    return Promise.reject(Object.assign(new Error(`no file ${path}`), { code: "ENOENT" }));
  };
}

/** Doors with one kubeconfig, /home/alice/.kube/config; closed with the test. */
export function doorsWith(
  kubeconfig: string,
  options: Partial<DoorOptions> & {
    readonly environment?: Partial<Environment>;
    readonly files?: Readonly<Record<string, string>>;
  } = {},
): OpenDoors {
  const { environment, files: more, ...rest } = options;
  const doors = openDoors(
    { ...bareEnvironment("staging"), ...environment },
    {
      env: { HOME: "/home/alice", PATH: process.env["PATH"] },
      readFile: files({ "/home/alice/.kube/config": kubeconfig, ...more }),
      ...rest,
    },
  );
  onTestFinished(() => doors.close());
  return doors;
}
