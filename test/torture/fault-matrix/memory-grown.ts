const LOOK_MS = 20;

/** How much one cell may hold of an answer that has no end: the cap of an answer, several requests at once, and what is not yet collected. */
export const MOST_GROWN_BYTES = 96 * 1024 * 1024;

/** By how many bytes the process's heap and buffers grew at most while this was under way. */
export async function memoryGrown<T>(
  work: () => Promise<T>,
): Promise<{ readonly done: T; readonly grownBytes: number }> {
  const began = held();
  let most = began;
  const timer = setInterval(() => (most = Math.max(most, held())), LOOK_MS);
  try {
    const done = await work();
    return { done, grownBytes: Math.max(most, held()) - began };
  } finally {
    clearInterval(timer);
  }
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
