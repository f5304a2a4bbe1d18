import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { issueCertificate, makeAuthority } from "../../process/certificates.ts";
import { freePorts } from "../../process/free-ports.ts";
import { labDirectory } from "../../process/lab-directory.ts";
import { startServer } from "../../process/server-process.ts";
import { startOnFreePorts } from "../../process/start-on-free-ports.ts";
import { kafka } from "../../provision/kafka.ts";
import { classPath, javaFlags } from "../java.ts";
import type { KafkaAddress } from "./address.ts";
import { brokerLog, brokerProperties, type BrokerPorts } from "./broker-properties.ts";

export type LabKafka = { readonly address: KafkaAddress; readonly close: () => Promise<void> };

const scramUsers = [
  "SCRAM-SHA-256=[name=alice,password=alice-secret]",
  "SCRAM-SHA-512=[name=carol,password=carol-secret]",
];

/** Starts one broker that is its own controller, with empty data; some 6 s on two cores. */
export function startKafka(): Promise<LabKafka> {
  return startOnFreePorts(tryToStart);
}

async function tryToStart(): Promise<LabKafka> {
  const directory = await labDirectory("kafka");
  try {
    const folder = directory.path;
    const [plain = 0, controller = 0, sasl = 0, saslTls = 0, tls = 0, mutualTls = 0] = await freePorts(6);
    const ports: BrokerPorts = { plain, controller, sasl, saslTls, tls, mutualTls };
    const properties = join(folder, "server.properties");
    await Promise.all([
      writeFile(properties, brokerProperties(folder, ports)),
      writeFile(join(folder, "log4j2.properties"), brokerLog),
      makeCertificates(folder),
    ]);
    const format = ["kafka.tools.StorageTool", "format", "-t", "AAAAAAAAQACAAAAAAAAAAA", "-c", properties];
    const users = scramUsers.flatMap((user) => ["--add-scram", user]);
    await execa("java", [...javaFlags, "-cp", classPath(kafka), ...format, ...users], { cwd: folder });
    const memory = ["-Xmx384m", "-Xms128m"];
    const logging = `-Dlog4j2.configurationFile=file:${join(folder, "log4j2.properties")}`;
    const server = await startServer({
      name: "kafka",
      command: "java",
      args: [...memory, ...javaFlags, logging, "-cp", classPath(kafka), "kafka.Kafka", properties],
      folder,
      ready: async () => (await readFile(join(folder, "kafka.log"), "utf8")).includes("Kafka Server started"),
      timeoutMs: 60_000,
    });
    const at = (port: number) => `127.0.0.1:${port}`;
    return {
      address: {
        plain: at(plain),
        sasl: at(sasl),
        saslTls: at(saslTls),
        tls: at(tls),
        mutualTls: at(mutualTls),
        certificates: join(folder, "tls"),
        pid: server.pid,
      },
      close: async () => {
        await server.close();
        await directory.close();
      },
    };
  } catch (error) {
    await directory.close();
    throw error;
  }
}

/** The broker wants its key, its certificate and its authority in one file. */
async function makeCertificates(folder: string): Promise<void> {
  const tls = join(folder, "tls");
  await mkdir(tls);
  await makeAuthority(tls, "bigops-lab-kafka-ca");
  await Promise.all([
    issueCertificate(tls, "server", "/CN=server", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
    issueCertificate(tls, "client", "/CN=client"),
  ]);
  const parts = await Promise.all(
    ["server.key", "server.crt", "ca.crt"].map((name) => readFile(join(tls, name), "utf8")),
  );
  await writeFile(join(tls, "server.pem"), parts.join(""));
}
