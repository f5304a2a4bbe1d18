import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import type { KafkaFault } from "./kafka-faults.ts";
import { type KafkaFront, kafkaFront } from "./kafka-front.ts";
import { kafkaScene } from "./kafka-scene.ts";
import { type Asked, ask, resultOf } from "./outcome.ts";
import type { Platform } from "./platform.ts";
import type { Subject } from "./subject.ts";

/** For one request; the check has time for several. */
const REQUEST_MS = 600;
const PATIENT_MS = 10_000;
const BUDGET_MS = 5_000;

export interface KafkaCell extends Asked {
  readonly budgetMs: number;
  readonly neighbour: string;
  /** The numbers of the requests that came. */
  readonly asked: ReadonlySet<number>;
}

/** Asks for a group's lag through brokers that fail it; `only`: the answers to this request alone are spoiled. */
export async function kafkaCell(
  platform: Platform,
  subject: Subject,
  fault: KafkaFault,
  only?: number,
): Promise<KafkaCell> {
  const sandbox = await platform.sandbox(subject.world);
  const scene = fault.behind === undefined ? null : kafkaScene(fault.behind, platform.now);
  const front = await frontOf(platform, fault, scene === null ? sandbox.kafkaBrokers : await scene.listen(), only);
  if (fault.way === "refused") await front.close();
  const brokers =
    fault.way === "unresolved"
      ? front.brokers.map((broker) => broker.replace("127.0.0.1", "fault-matrix.invalid"))
      : [...front.brokers];
  const secure = ["expired", "wrong host", "plain for a tls client"].includes(fault.way ?? "");
  const doors = openDoors(
    {
      ...bareEnvironment("fault-matrix"),
      kafka: { brokers, ...(secure && { ssl: { ca: { env: "FRONT_CA" } } }) },
      endpoints: { neighbour: { url: sandbox.endpoints["kv-store-replica"] } },
    },
    { env: { ...process.env, FRONT_CA: platform.ca }, timeoutMs: fault.harmless === true ? PATIENT_MS : REQUEST_MS },
  );
  // Another pair of doors: its limit is no part of what is tried.
  const others = openDoors(
    {
      ...bareEnvironment("fault-matrix"),
      endpoints: { neighbour: { url: sandbox.endpoints["kv-store-replica"] } },
    },
    { env: {} },
  );
  try {
    const [asked, neighbour] = await Promise.all([
      ask(subject, doors, platform.now(), BUDGET_MS),
      resultOf({ type: "http.health", args: { endpoint: "neighbour" } }, others, platform.now, 10_000),
    ]);
    return { ...asked, budgetMs: BUDGET_MS, neighbour: neighbour.verdict, asked: front.asked };
  } finally {
    await Promise.all([doors.close(), others.close()]);
    if (fault.way !== "refused") await front.close();
    await scene?.close();
  }
}

function frontOf(
  platform: Platform,
  { way, connection, answer }: KafkaFault,
  brokers: readonly string[],
  only: number | undefined,
): Promise<KafkaFront> {
  const pair = { expired: platform.expired, "wrong host": platform.wrongHost, good: platform.pair };
  const shown =
    way === "expired" || way === "wrong host" ? pair[way] : way === "tls for a plain client" ? pair.good : undefined;
  return kafkaFront({
    brokers,
    ...(shown !== undefined && { pair: shown }),
    ...(connection !== undefined && only === undefined && { connection }),
    ...(answer !== undefined && { answer }),
    ...(only !== undefined && { only }),
  });
}
