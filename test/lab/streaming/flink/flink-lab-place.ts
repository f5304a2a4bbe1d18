import type { FlinkPlace } from "../../../contract/flink-place.ts";
import { realTime } from "../../../contract/flink-place.ts";
import { openDoors } from "../../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../../src/core/environment/environment.ts";
import type { FlinkOptions } from "./flink-config.ts";
import { LAB_JOB } from "./lab-job.ts";
import { type LabFlink, startFlink } from "./start-flink.ts";

export interface LabPlace extends FlinkPlace {
  readonly cluster: LabFlink;
  /** Starts the lab's job under a name, with its own arguments and configuration; resolves with its id. */
  readonly submit: (
    name: string,
    args: readonly string[],
    configuration?: Readonly<Record<string, string>>,
    parallelism?: number,
  ) => Promise<string>;
  readonly cancel: (id: string) => Promise<void>;
}

/** A real cluster of a suite's own, with one healthy job unless `job` is null. */
export async function labPlace(options: FlinkOptions, job: string | null = "zipline-streaming"): Promise<LabPlace> {
  const cluster = await startFlink(options);
  const environment = { ...bareEnvironment("lab"), flink: { url: cluster.url, jar: cluster.jar } };
  const doors = openDoors(environment, { env: {} });
  const signal = () => AbortSignal.timeout(30_000);
  const flink = await doors.flink();
  const jar = await flink.upload("by-hand.jar", (await flink.localJar()).bytes, 30_000, signal());
  const submit: LabPlace["submit"] = async (name, args, flinkConfiguration = {}, parallelism = 1) => {
    const programArgsList = ["--name", name, ...args];
    const body = { entryClass: LAB_JOB, parallelism, programArgsList, flinkConfiguration };
    const { jobid } = await flink.write({ method: "POST", path: `/jars/${jar}/run`, body }, signal());
    return String(jobid);
  };
  const args = ["--rate", "50"];
  if (job !== null) await submit(job, args);
  return {
    cluster,
    doors,
    now: Date.now,
    job: job ?? "",
    start: { entryClass: LAB_JOB, args: ["--name", job ?? "", ...args] },
    pass: realTime,
    submit,
    cancel: async (id) => {
      await flink.write({ method: "PATCH", path: `/jobs/${id}`, query: { mode: "cancel" }, body: null }, signal());
    },
    close: async () => {
      await doors.close();
      await cluster.close();
    },
  };
}
