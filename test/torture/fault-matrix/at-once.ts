/** Does all of them, so many at once; the answers in their order. */
export async function atOnce<T, R>(
  of: readonly T[],
  limit: number,
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < of.length; index = next++) {
      const one = of[index];
      if (one !== undefined) done[index] = await work(one);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return done;
}
