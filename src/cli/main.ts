import { tellVersion } from "./start/tell-version.ts";

const args = process.argv.slice(2);

if (!tellVersion(args)) void import("./start/start-program.ts").then(({ startProgram }) => startProgram(args));
