export interface ThrownCause {
  /** The exception's class without its package, e.g. "IllegalStateException". */
  readonly name: string;
  /** Its first line, unmasked; "" without one. */
  readonly message: string;
}

/** What only wraps the reason: the scheduler's giving up, futures, the RPC. */
const WRAPPERS = new Set([
  "JobException",
  "CompletionException",
  "ExecutionException",
  "SerializedThrowable",
  "FlinkException",
  "FlinkRuntimeException",
  "RuntimeException",
  "WrappingRuntimeException",
  "ProgramInvocationException",
  "JobExecutionException",
]);

/** More of a line is shown nowhere. */
const LONGEST_LINE = 2_000;

const HEAD = /^(?:Caused by: |Exception in thread "[^"]*" )?((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*)(?::\s*(\S.*)?)?$/;

/** The reason in a Java stack trace: the innermost exception that is more than a wrapper ("Recovery is suppressed" is no reason), else the innermost. */
export function rootCause(stackTrace: string): ThrownCause {
  const heads = stackTrace
    .split("\n")
    .filter((line) => !/^\s+at |^\s+\.\.\. \d+ more/.test(line))
    .flatMap((line, index) =>
      index === 0 || line.startsWith("Caused by: ") ? headOf(line.slice(0, LONGEST_LINE).trim()) : [],
    );
  const told = heads.findLast(({ name }) => !WRAPPERS.has(name)) ?? heads.at(-1);
  return told ?? { name: "unknown", message: "" };
}

function headOf(line: string): readonly ThrownCause[] {
  // A serialized throwable carries the class that it stands for in its message.
  const inner = line.replace(/^(Caused by: )?\S*SerializedThrowable: /, "$1");
  const match = HEAD.exec(inner);
  if (match === null) return [];
  const [, type = "", message = ""] = match;
  return [{ name: type.slice(type.lastIndexOf(".") + 1), message }];
}
