import { expect, test } from "vitest";
import { rootCause } from "../../../src/clients/flink/root-cause.ts";

const AT = "\n\tat org.apache.flink.runtime.X.y(X.java:1)\n\t... 4 more\n";

test.each([
  [
    "what the scheduler says when it gives up is no cause",
    `org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy${AT}Caused by: java.lang.IllegalStateException: no such feature${AT}`,
    { name: "IllegalStateException", message: "no such feature" },
  ],
  [
    "the innermost one that says something",
    `java.io.IOException: could not write${AT}Caused by: java.net.ConnectException: Connection refused${AT}Caused by: java.util.concurrent.CompletionException: x`,
    { name: "ConnectException", message: "Connection refused" },
  ],
  [
    "a serialized throwable is what it stands for",
    `org.apache.flink.util.SerializedThrowable: java.lang.NumberFormatException: For input string: "x"${AT}`,
    { name: "NumberFormatException", message: 'For input string: "x"' },
  ],
  ["without a message", `java.lang.NullPointerException${AT}`, { name: "NullPointerException", message: "" }],
  [
    "a nested class",
    "java.util.concurrent.CompletionException: org.x.A$B: gone",
    { name: "CompletionException", message: "org.x.A$B: gone" },
  ],
  [
    "nothing but wrappers: the innermost of them",
    `java.lang.RuntimeException: mine${AT}`,
    { name: "RuntimeException", message: "mine" },
  ],
  ["no trace at all", "", { name: "unknown", message: "" }],
])("%s", (_, trace, cause) => {
  expect(rootCause(trace)).toEqual(cause);
});
