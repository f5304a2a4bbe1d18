/**
 * The five ends of a check. `pass` and `fail` are decided; the other three are not, and none of them is ever healthy.
 * `inconclusive`: asked, but the answer does not decide. `error`: could not ask, or was refused. `skipped`: not asked.
 */
export type Verdict = "pass" | "fail" | "inconclusive" | "error" | "skipped";

/** Only a decided check takes part in conditions; the fields of the others are unknown. */
export function isDecided(verdict: Verdict): verdict is "pass" | "fail" {
  return verdict === "pass" || verdict === "fail";
}
