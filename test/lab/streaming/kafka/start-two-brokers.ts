import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { freePorts } from "../../process/free-ports.ts";
import { labDirectory } from "../../process/lab-directory.ts";
import { startServer, type ServerProcess } from "../../process/server-process.ts";
import { startOnFreePorts } from "../../process/start-on-free-ports.ts";
import { kafka } from "../../provision/kafka.ts";
import { classPath, javaFlags } from "../java.ts";
import { brokerLog } from "./broker-properties.ts";

/** Brokers 1, which is the controller too, and 2, without passwords; each `host:port`. */
export type TwoBrokers = {
  readonly first: string;
  readonly second: string;
  /** Kills the second broker; the controller misses it after some three seconds. */
  readonly killSecond: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts them with empty data; what is kept by the group coordinator is kept by both. */
export function startTwoBrokers(): Promise<TwoBrokers> {
  return startOnFreePorts(tryToStart);
}

async function tryToStart(): Promise<TwoBrokers> {
  const directory = await labDirectory("kafka-two");
  const running: ServerProcess[] = [];
  const close = async () => {
    await Promise.all(running.map((server) => server.close()));
    await directory.close();
  };
  try {
    const [first = 0, second = 0, controller = 0] = await freePorts(3);
    const start = async (id: number, port: number) => {
      const folder = join(directory.path, String(id));
      await mkdir(folder);
      const server = await startBroker(folder, properties(folder, { id, port, controller }));
      running.push(server);
      return server;
    };
    // The second one registers with the first one's controller, and waits for it.
    const [, follower] = await Promise.all([start(1, first), start(2, second)]);
    return {
      first: `127.0.0.1:${first}`,
      second: `127.0.0.1:${second}`,
      killSecond: () => follower.close(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startBroker(folder: string, text: string): Promise<ServerProcess> {
  const file = join(folder, "server.properties");
  const logConfig = join(folder, "log4j2.properties");
  await Promise.all([writeFile(file, text), writeFile(logConfig, brokerLog)]);
  const java = [...javaFlags, "-cp", classPath(kafka)];
  await execa("java", [...java, "kafka.tools.StorageTool", "format", "-t", "AAAAAAAAQACAAAAAAAAAAA", "-c", file], {
    cwd: folder,
  });
  const logging = `-Dlog4j2.configurationFile=file:${logConfig}`;
  return startServer({
    name: "kafka",
    command: "java",
    args: ["-Xmx256m", "-Xms64m", logging, ...java, "kafka.Kafka", file],
    folder,
    ready: async () => (await readFile(join(folder, "kafka.log"), "utf8")).includes("Kafka Server started"),
    timeoutMs: 60_000,
  });
}

function properties(folder: string, at: { readonly id: number; readonly port: number; readonly controller: number }) {
  const { id, port, controller } = at;
  const own = id === 1 ? `,CONTROLLER://127.0.0.1:${controller}` : "";
  return `process.roles=${id === 1 ? "broker,controller" : "broker"}
node.id=${id}
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port}${own}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
auto.leader.rebalance.enable=false
log.dirs=${folder}/data
auto.create.topics.enable=false
offsets.topic.replication.factor=2
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
`;
}
