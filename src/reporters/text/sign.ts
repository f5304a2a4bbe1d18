import type { CheckEntry } from "../../core/document/run-document.ts";
import { paint, type View } from "./view.ts";

type Tone = "pass" | "fail" | "inconclusive" | "error" | "skipped" | "evidence";

const signs: Readonly<Record<Tone, { readonly unicode: string; readonly ascii: string }>> = {
  pass: { unicode: "✓", ascii: "ok  " },
  fail: { unicode: "✗", ascii: "FAIL" },
  inconclusive: { unicode: "?", ascii: "??  " },
  error: { unicode: "!", ascii: "ERR " },
  skipped: { unicode: "-", ascii: "--  " },
  evidence: { unicode: "•", ascii: "*   " },
};

/** Columns of every sign. */
export function signWidth(view: View): number {
  return view.unicode ? 1 : 4;
}

/** The sign of a check. Evidence that was read is neither good nor bad by itself. */
export function sign(entry: Pick<CheckEntry, "verdict" | "role">, view: View): string {
  const tone: Tone = entry.role === "evidence" && entry.verdict === "pass" ? "evidence" : entry.verdict;
  const shape = view.unicode ? signs[tone].unicode : signs[tone].ascii;
  const color = paint(view);
  switch (tone) {
    case "pass":
      return color.green(shape);
    case "fail":
      return entry.role === "symptom" ? color.red(shape) : color.yellow(shape);
    case "inconclusive":
    case "error":
      return color.yellow(shape);
    default:
      return color.dim(shape);
  }
}
