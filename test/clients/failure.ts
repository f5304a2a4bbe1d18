import { expect } from "vitest";
import { ClientError } from "../../src/clients/client-error.ts";

/** The ClientError that a promise rejects with; anything else fails the test. Checks what holds for each: one line, no control characters, a next step. */
export async function failureOf(promise: Promise<unknown>): Promise<ClientError> {
  const outcome: unknown = await promise.then(
    (value) => ({ resolvedWith: value }),
    (error: unknown) => error,
  );
  if (!(outcome instanceof ClientError)) throw new Error("not a ClientError", { cause: outcome });
  expect(outcome.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  expect(outcome.message).not.toMatch(/undefined|\[object|null/);
  expect(outcome.hint.length).toBeGreaterThan(5);
  return outcome;
}

export function soon(): AbortSignal {
  return AbortSignal.timeout(10_000);
}
