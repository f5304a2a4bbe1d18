export interface ListedJob {
  readonly jid: string;
  readonly name: string;
  readonly state: string;
  readonly tasks: { readonly running: number; readonly total: number };
}

/** What Flink's own REST API answers; throws unless it is a success. */
export async function flinkRest(url: string, path: string): Promise<unknown> {
  const answer = await fetch(`${url}${path}`);
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** All jobs that the JobManager remembers, running or not. */
export async function flinkJobs(url: string): Promise<readonly ListedJob[]> {
  return ((await flinkRest(url, "/jobs/overview")) as { readonly jobs: readonly ListedJob[] }).jobs;
}
