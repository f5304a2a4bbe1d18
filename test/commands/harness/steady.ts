const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec";

/**
 * A transcript without what differs from run to run: ids, digests, times, spans, counts, ports, people and hosts; and without the breaks of lines
 * too long for the terminal, since they move with the widths of the numbers. What is left is the words, their order and their columns.
 */
export function steady(text: string): string {
  return (
    text
      .replaceAll(/(?: \\)?\n {12,}(?=\S)/g, " ")
      .replaceAll(/\bfsd-[0-9a-z]{4}\b/g, "fsd-xxxx")
      .replaceAll(/(?:\/[^\s/]+)*\/bigops-home-\w+/g, "HOME")
      .replaceAll(/--approve [0-9a-f]{12,64}/g, "--approve 000000000000")
      .replaceAll(
        new RegExp(`\\b\\d{1,2} (?:${months}) \\d{4}, \\d{2}:\\d{2}:\\d{2} [A-Z][A-Z0-9+:-]*`, "g"),
        "DATE, TIME ZONE",
      )
      .replaceAll(new RegExp(`\\b\\d{1,2} (?:${months}), \\d{2}:\\d{2}:\\d{2}`, "g"), "DATE, TIME")
      .replaceAll(/\b\d{2}:\d{2}:\d{2}\b/g, "TIME")
      .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
      .replaceAll(/\b[\d.]+ % of lookups/g, "N % of lookups")
      // The noise is above the stricter limit at some times and below it at others.
      .replaceAll(/ \(warning: [\d.]+ % is above 0\.1 %\)/g, "")
      .replaceAll(/\b\d+ of \d+ lines|\d+ lines/g, "N lines")
      .replaceAll(/×\d+/g, "×N")
      .replaceAll(/\b\d+ min(?: \d+ s)?\b/g, "N min")
      .replaceAll(/\b\d+(?:\.\d+)? (ms|s)\b/g, "N $1")
      .replaceAll(/ by \S+@\S+/g, " by USER@HOST")
  );
}
