import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePorts } from "../../process/free-ports.ts";
import { labDirectory } from "../../process/lab-directory.ts";
import { startServer, type ServerProcess } from "../../process/server-process.ts";
import { startOnFreePorts } from "../../process/start-on-free-ports.ts";
import { waitUntil } from "../../process/wait-until.ts";
import { flink } from "../../provision/flink.ts";
import { classPath, javaFlags } from "../java.ts";
import { flinkConfig, flinkLog, flinkModules, type FlinkOptions } from "./flink-config.ts";
import { compileLabJob } from "./lab-job.ts";

/** One JobManager and one TaskManager of a suite's own. */
export type LabFlink = {
  readonly url: string;
  /** The lab's own job, compiled. */
  readonly jar: string;
  /** Checkpoints, savepoints and logs are in it. */
  readonly folder: string;
  /** As kill -9. */
  readonly killTaskManager: () => Promise<void>;
  readonly startTaskManager: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a session cluster and waits until its slots are there; some 7 s on two cores. */
export function startFlink(options: FlinkOptions): Promise<LabFlink> {
  return startOnFreePorts(() => tryToStart(options));
}

async function tryToStart(options: FlinkOptions): Promise<LabFlink> {
  const directory = await labDirectory("flink");
  const folder = directory.path;
  const running: { jobManager?: ServerProcess; taskManager?: ServerProcess } = {};
  const close = async () => {
    await Promise.all([running.taskManager?.close(), running.jobManager?.close()]);
    await directory.close();
  };
  try {
    const [rpc = 0, rest = 0, blobs = 0] = await freePorts(3);
    const url = `http://127.0.0.1:${rest}`;
    await Promise.all(["conf", "tmp"].map((name) => mkdir(join(folder, name))));
    await writeFile(join(folder, "conf", "config.yaml"), flinkConfig(folder, { rpc, rest, blobs }, options));
    await writeFile(join(folder, "log4j2.properties"), flinkLog);
    const startTaskManager = async () => {
      const memory = ["-Xmx320m", "-Xms64m", "-XX:MaxDirectMemorySize=192m"];
      running.taskManager = await startServer(java("taskmanager", TASK_MANAGER, memory, folder));
      await waitUntil("the slots", async () => (await slots(url)) === options.slots, { timeoutMs: 60_000 });
    };
    const jobManager = async () => {
      const ready = async () => (await fetch(`${url}/overview`)).ok;
      running.jobManager = await startServer({ ...java("jobmanager", JOB_MANAGER, ["-Xmx384m"], folder), ready });
    };
    const [jar] = await Promise.all([compileLabJob(folder), jobManager(), startTaskManager()]);
    const killTaskManager = async () => {
      await running.taskManager?.close();
      await waitUntil("the loss to be seen", async () => (await slots(url)) === 0, { timeoutMs: 30_000 });
    };
    return { url, jar, folder, killTaskManager, startTaskManager, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
const TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

function java(name: string, main: string, memory: readonly string[], folder: string) {
  const properties = [
    `-Dlog4j2.configurationFile=file:${join(folder, "log4j2.properties")}`,
    `-Djava.io.tmpdir=${join(folder, "tmp")}`,
  ];
  const program = ["-cp", classPath(flink), main, "--configDir", join(folder, "conf")];
  const args = [...flinkModules, ...memory, ...javaFlags, ...properties, ...program];
  return { name, command: "java", args, folder, timeoutMs: 60_000 };
}

async function slots(url: string): Promise<number> {
  const answer = (await (await fetch(`${url}/overview`)).json()) as { readonly "slots-total": number };
  return answer["slots-total"];
}
