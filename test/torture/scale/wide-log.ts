/** The longest that 50 logs of 2,000 lines may have each within the bytes that are read of a log: 80. */
const LINE = '{"level":"ERROR","message":"lookup of N failed"}';

/** A container's log as the kubelet serves it, with timestamps. */
export function wideLog(lines: number): Buffer {
  const fromMs = Date.now() - lines;
  const all = Array.from({ length: lines }, (_, index) => {
    const stamp = new Date(fromMs + index).toISOString().replace("Z", "000000Z");
    return `${stamp} ${LINE.replace("N", String(index % 1_000))}\n`;
  });
  return Buffer.from(all.join(""));
}
