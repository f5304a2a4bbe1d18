/** What Flink's REST API answers. */
export interface FlinkAnswer {
  readonly code: number;
  readonly body: unknown;
}

export function ok(body: unknown, code = 200): FlinkAnswer {
  return { code, body };
}

export function refused(code: number, ...errors: readonly string[]): FlinkAnswer {
  return { code, body: { errors } };
}

/** How Flink tells an exception on its side. */
export function broke(exception: string): FlinkAnswer {
  return refused(
    500,
    "Internal server error.",
    `<Exception on server side:\n${exception}\n\tat java.base/java.util.concurrent.CompletableFuture.reportJoin(CompletableFuture.java:413)\n\nEnd of exception on server side>`,
  );
}

export function jobNotFound(jid: string): FlinkAnswer {
  return refused(
    404,
    `org.apache.flink.runtime.rest.NotFoundException: Job ${jid} not found\n\tat org.apache.flink.runtime.rest.handler.job.AbstractExecutionGraphHandler.lambda$handleRequest$1(AbstractExecutionGraphHandler.java:99)`,
  );
}

export function unknownPath(path: string): FlinkAnswer {
  return refused(404, `Unable to load requested file ${path}.`);
}
