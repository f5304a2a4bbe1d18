import { execa } from "execa";
import type { Step } from "./step.ts";

const oldestGo = { major: 1, minor: 26 };
const oldestJava = 17;

/**
 * What is missing on this machine for these steps, in words with the way to get it;
 * an empty list when nothing is.
 */
export async function missingRequirements(steps: readonly Step[]): Promise<readonly string[]> {
  const missing: string[] = [];
  if (steps.some((step) => step.needs === "go")) {
    const asked = await execa("go", ["env", "GOVERSION"], {
      env: { GOTOOLCHAIN: "local" },
      reject: false,
    });
    const found = /^go(\d+)\.(\d+)/.exec(asked.failed ? "" : asked.stdout);
    const wanted = `Go ${oldestGo.major}.${oldestGo.minor} or newer`;
    const how = "install it from https://go.dev/dl or with the system's package manager";
    if (found === null) missing.push(`${wanted} is needed and no \`go\` was found; ${how}`);
    else if (Number(found[1]) === oldestGo.major && Number(found[2]) < oldestGo.minor)
      missing.push(`${wanted} is needed, and \`go\` here is ${asked.stdout}; ${how}`);
  }
  if (steps.some((step) => step.needs === "maven")) missing.push(...(await missingJava()));
  const openssl = await execa("openssl", ["version"], { reject: false });
  if (openssl.failed) missing.push("openssl is needed for the lab's certificates and was not found; install it");
  return missing;
}

/** The compiler tells whether it is a whole development kit, and of which age. */
async function missingJava(): Promise<readonly string[]> {
  const [javac, maven] = await Promise.all([
    execa("javac", ["-version"], { reject: false, all: true }),
    execa("mvn", ["-v"], { reject: false }),
  ]);
  const found = /^javac (\d+)/m.exec(javac.failed ? "" : (javac.all ?? ""));
  const wanted = `a Java development kit ${oldestJava} or newer`;
  const how = "install it with the system's package manager (openjdk-17-jdk-headless)";
  return [
    ...(found === null ? [`${wanted} is needed for Kafka and no \`javac\` was found; ${how}`] : []),
    ...(found !== null && Number(found[1]) < oldestJava
      ? [`${wanted} is needed for Kafka, and \`javac\` here is ${found[1]}; ${how}`]
      : []),
    ...(maven.failed ? ["Maven is needed for Kafka and no `mvn` was found; install it (package maven)"] : []),
  ];
}
