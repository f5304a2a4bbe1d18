import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { go } from "./go-build.ts";
import type { Step } from "./step.ts";

const main = `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`;

/** The module of etcd's own command is not fetched by name, so a main of three lines stands in. */
export const etcd: Step = {
  name: "etcd",
  version: "3.6.5",
  binaries: ["etcd"],
  needs: "go",
  expectedSeconds: 30,
  make: async (workshop) => {
    await writeFile(join(workshop.folder, "main.go"), main);
    await go(workshop, "mod", "init", "example.invalid/etcd");
    await go(workshop, "get", "go.etcd.io/etcd/server/v3@v3.6.5");
    await go(workshop, "build", "-p", "2", "-trimpath", "-ldflags", "-s -w", "-o", join(workshop.bin, "etcd"), ".");
  },
};
