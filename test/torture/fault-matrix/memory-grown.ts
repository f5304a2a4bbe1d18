const LOOK_MS = 20;

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
