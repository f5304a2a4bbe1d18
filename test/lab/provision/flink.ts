import { mavenJars } from "./maven-jars.ts";
import type { Step } from "./step.ts";

const version = "2.3.0";
const logging = "2.25.3";

/** JobManager and TaskManager, whose distribution is not in the registry: its parts make up the class path, to which its jobs are compiled too. */
export const flink: Step = {
  name: "flink",
  version,
  binaries: [`flink-clients-${version}.jar`, `flink-runtime-web-${version}.jar`, "flink-connector-kafka-5.0.0-2.2.jar"],
  needs: "maven",
  expectedSeconds: 40,
  make: (workshop) =>
    mavenJars(workshop, [
      { artifact: `org.apache.flink:flink-clients:${version}` },
      { artifact: `org.apache.flink:flink-runtime-web:${version}` },
      { artifact: `org.apache.flink:flink-connector-base:${version}` },
      { artifact: `org.apache.flink:flink-connector-datagen:${version}` },
      { artifact: "org.apache.flink:flink-connector-kafka:5.0.0-2.2" },
      { artifact: `org.apache.logging.log4j:log4j-slf4j-impl:${logging}` },
      { artifact: `org.apache.logging.log4j:log4j-core:${logging}` },
    ]),
};
