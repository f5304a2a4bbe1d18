import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "./home.ts";

export interface LoginPlugin {
  /** How often it was run. */
  runs(): number;
  /** What it was told by KUBERNETES_EXEC_INFO the last time. */
  info(): { readonly spec: { readonly interactive: boolean } };
  /** The processes that it and what it started have had, which are there no more once they have ended. */
  processes(): readonly number[];
  /** Somebody has logged in elsewhere: it may go on. */
  logIn(): void;
}

/**
 * Puts a credential plugin, a shell script, into the home's kubeconfig, in the place of the staging's token. In the script `wait_for_login` waits for
 * `logIn`, and `give` prints the token as a credential.
 */
export function usePlugin(home: Home, script: string, exec: object = {}): LoginPlugin {
  const file = (name: string) => join(home.cwd, name);
  const kubeconfig = JSON.parse(readFileSync(file("kubeconfig"), "utf8")) as {
    users: { user: { token?: string; exec?: object } }[];
  };
  const [user] = kubeconfig.users;
  if (user?.user.token === undefined) throw new Error("the kubeconfig has no token");
  const status = { token: user.user.token };
  const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status };
  writeFileSync(file("credential.json"), JSON.stringify(credential), { mode: 0o600 });
  const here = `'${home.cwd}'`;
  writeFileSync(
    file("login"),
    `#!/bin/sh
cd ${here}
echo run >> runs
echo $$ >> processes
printf '%s' "$KUBERNETES_EXEC_INFO" > info.json
wait_for_login() {
  sleep 300 & echo $! >> processes
  while [ ! -e logged-in ]; do sleep 0.05; done
  kill $!
}
give() { cat credential.json; }
${script}
`,
    { mode: 0o755 },
  );
  user.user = {
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "./login",
      interactiveMode: "IfAvailable",
      ...exec,
    },
  };
  writeFileSync(file("kubeconfig"), JSON.stringify(kubeconfig), { mode: 0o600 });
  const lines = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), "utf8").trim().split("\n") : []);
  return {
    runs: () => lines("runs").length,
    info: () => JSON.parse(readFileSync(file("info.json"), "utf8")) as ReturnType<LoginPlugin["info"]>,
    processes: () => lines("processes").map(Number),
    logIn: () => writeFileSync(file("logged-in"), ""),
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
