import type { LagLimits } from "./judge-lag.ts";

const COMPARISON = /^\s*(maxLagSeconds|totalLag)\s*>=?\s*(\d+(?:\.\d+)?)\s*$/;

/** The limits in a fail condition that is a plain comparison, or several of them with `||`; for words alone. */
export function lagLimits(fail: string | null): LagLimits {
  const found = (fail ?? "").split("||").map((part) => COMPARISON.exec(part));
  if (found.includes(null)) return {};
  return Object.fromEntries(found.map((match) => [match?.[1] ?? "", Number(match?.[2])]));
}
