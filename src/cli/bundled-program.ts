import "./interpreted-schemas.ts";

export { runProgram } from "./program.ts";
