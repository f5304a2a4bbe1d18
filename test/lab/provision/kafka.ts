import { mavenJars } from "./maven-jars.ts";
import type { Step } from "./step.ts";

const version = "4.1.1";

/** The tools bring Connect's runtime with them, a third of all jars, which none of them needs. */
const withoutConnect = ["connect-runtime", "connect-json", "connect-api"].map((name) => `org.apache.kafka:${name}`);

/** The broker with its own tools; its `bin` is the class path. Kafka 4 still speaks to the log through slf4j 1. */
export const kafka: Step = {
  name: "kafka",
  version,
  binaries: [`kafka_2.13-${version}.jar`, `kafka-tools-${version}.jar`, `kafka-server-${version}.jar`],
  needs: "maven",
  expectedSeconds: 30,
  make: (workshop) =>
    mavenJars(workshop, [
      { artifact: `org.apache.kafka:kafka_2.13:${version}` },
      { artifact: `org.apache.kafka:kafka-tools:${version}`, without: withoutConnect },
      { artifact: "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3" },
    ]),
};
