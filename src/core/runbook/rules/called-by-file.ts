import { located } from "../../source/located.ts";
import type { Problem } from "../../source/problem.ts";
import { problemIn, type Reading } from "./reading.ts";

/**
 * In a folder a runbook is called by its file's name. If its own were another, nobody could run it by the name that reports and listings show, and two of
 * the same name could not be told apart.
 */
export function calledByFile(reading: Reading, calledAs: string): readonly Problem[] {
  const { value } = located(reading.root, ["name"]);
  if (typeof value !== "string" || value === calledAs) return [];
  const message = `the runbook is called "${value}", and its file "${calledAs}"; in a folder of runbooks both are one`;
  return [problemIn(reading, ["name"], message, `write name: ${calledAs}, or call the file ${value}.yaml`)];
}
