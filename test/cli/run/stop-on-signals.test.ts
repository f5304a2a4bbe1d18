import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const module = fileURLToPath(new URL("../../../src/cli/run/stop-on-signals.ts", import.meta.url));

/** A process that does not come to its end by itself, however cleanly it is asked to stop. */
const busy = `
  import { stopOnSignals } from ${JSON.stringify(module)};
  const { controller } = stopOnSignals((text) => console.log(text));
  controller.signal.addEventListener("abort", () => console.log("asked to stop"));
  setInterval(() => {}, 1000);
  console.log("ready");
`;

async function started() {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", busy], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([code, signal]) => [code, signal] as const);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const said = async (words: string) => {
    while (!text.includes(words)) await once(child.stdout, "data");
  };
  await said("ready");
  return { child, ended, said };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s asks to stop, and the second one ends the process at once",
  async (signal) => {
    const { child, ended, said } = await started();
    child.kill(signal);
    await said("stopping; once more ends at once");
    await said("asked to stop");
    expect(child.exitCode).toBeNull();
    child.kill(signal);
    expect(await ended).toEqual([130, null]);
  },
);

test("a connection that drops is told more than once, and ends nothing by force", async () => {
  const { child, ended, said } = await started();
  child.kill("SIGHUP");
  await said("asked to stop");
  child.kill("SIGHUP");
  child.kill("SIGHUP");
  // It was still there to be interrupted.
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
});
