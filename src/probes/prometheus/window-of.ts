/** The window that a query describes, milliseconds: the one that the check names, else how far back the query looks by itself. */
export async function windowOf({
  query,
  window,
}: {
  readonly query: string;
  readonly window?: number | undefined;
}): Promise<number> {
  if (window !== undefined) return window;
  // The grammar takes longer to load than a question to be asked.
  const { queryWindowMs } = await import("./query-window.ts");
  return queryWindowMs(query);
}
