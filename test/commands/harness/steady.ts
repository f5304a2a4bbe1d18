const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec";

/**
 * A transcript without what differs from run to run: ids, digests, times, spans, ports, names of pods and hosts. What is left is what the words
 * and the layout are. Each replacement keeps its length where a column depends on it.
 */
export function steady(text: string): string {
  return text
    .replaceAll(/\b([a-z]{1,4})-[0-9a-z]{4,6}\b(?=$|[\s)"',:])/gm, (found, prefix: string) =>
      prefix === "fsd" ? "fsd-xxxx" : found,
    )
    .replaceAll(/--approve [0-9a-f]{12,64}/g, "--approve 000000000000")
    .replaceAll(
      new RegExp(`\\b\\d{1,2} (?:${months}) \\d{4}, \\d{2}:\\d{2}:\\d{2} [A-Z][A-Z0-9+:-]*`, "g"),
      "D MMM YYYY, HH:MM:SS ZONE",
    )
    .replaceAll(new RegExp(`\\b\\d{1,2} (?:${months}), \\d{2}:\\d{2}:\\d{2}`, "g"), "D MMM, HH:MM:SS")
    .replaceAll(/\b\d{2}:\d{2}:\d{2}\b/g, "HH:MM:SS")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/\b\d+(?:\.\d+)? ms\b/g, "N ms")
    .replaceAll(/\b\d+ min(?: \d+ s)?\b/g, "N min")
    .replaceAll(/ by \S+@\S+/g, " by USER@HOST");
}
