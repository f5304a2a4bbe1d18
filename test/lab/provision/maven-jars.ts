import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Workshop } from "./step.ts";

/** `artifact`: group:name:version. `without`: group:name of what it would bring along and nobody needs. */
type Dependency = { readonly artifact: string; readonly without?: readonly string[] };

/** Puts jars and all that they need at run time into the artifact's `bin`, as Maven resolves them. */
export async function mavenJars(workshop: Workshop, dependencies: readonly Dependency[]): Promise<void> {
  const pom = join(workshop.folder, "pom.xml");
  await writeFile(pom, project(dependencies));
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
  await workshop.run("mvn", [
    "-B",
    "-q",
    "-f",
    pom,
    goal,
    "-DincludeScope=runtime",
    `-DoutputDirectory=${workshop.bin}`,
  ]);
}

function project(dependencies: readonly Dependency[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example.invalid</groupId><artifactId>lab</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
${dependencies.map(dependency).join("\n")}
  </dependencies>
</project>
`;
}

function dependency({ artifact, without = [] }: Dependency): string {
  const exclusions = without.map((name) => `<exclusion>${coordinates(name)}</exclusion>`);
  return `    <dependency>${coordinates(artifact)}<exclusions>${exclusions.join("")}</exclusions></dependency>`;
}

function coordinates(text: string): string {
  const [group = "", name = "", version] = text.split(":");
  const tail = version === undefined ? "" : `<version>${version}</version>`;
  return `<groupId>${group}</groupId><artifactId>${name}</artifactId>${tail}`;
}
