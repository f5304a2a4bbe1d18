import { describe, expect, it } from "vitest";
import type { CheckEntry } from "../../../src/core/document/run-document.ts";
import { laterError } from "../../../src/reporters/text/error-after-another.ts";
import { check } from "../documents.ts";

const server = "at https://10.0.0.1:6443 as anna";

function failed(id: string, code: string, message: string, hint: string): CheckEntry {
  return check(id, { verdict: "error", summary: message, error: { code, message, hint } });
}

function later(...checks: readonly CheckEntry[]) {
  const last = checks.at(-1);
  return last === undefined ? null : laterError(last, checks);
}

describe("an error after another", () => {
  const renew = "log in again, or renew the credentials: context staging";
  const pods = failed("pods", "unauthorized", `list pods ${server}: not accepted (401): Unauthorized`, renew);

  it("is told in full when it is the first, or another", () => {
    expect(later(pods)).toBeNull();
    expect(later(pods, failed("kv", "unreachable", "GET http://kv: connection refused", "is it up?"))).toBeNull();
    expect(later(pods, check("kv"))).toBeNull();
  });

  it("in the very same words is the same", () => {
    expect(later(pods, { ...pods, id: "logs" })).toEqual({ said: "the same as pods", hint: null });
  });

  it("with the same next step says what is the same, and the step no more", () => {
    const kv = failed(
      "kv-endpoints",
      "unauthorized",
      `get services kv ${server}: not accepted (401): Unauthorized`,
      renew,
    );
    expect(later(pods, kv)).toEqual({ said: "not accepted (401): Unauthorized, as pods", hint: null });
  });

  it("of another missing permission says which one, without the place and the server's sentence again", () => {
    const first = failed(
      "pods",
      "forbidden",
      `list pods in namespace ml ${server}: not allowed (403): pods is forbidden: User "anna" cannot`,
      "ask for the permission to list pods in namespace ml; to see whether you have it: kubectl auth can-i list pods -n ml",
    );
    const second = failed(
      "kv-endpoints",
      "forbidden",
      `get services kv in namespace ml ${server}: not allowed (403): services "kv" is forbidden: User "anna" cannot`,
      "ask for the permission to get services in namespace ml; to see whether you have it: kubectl auth can-i get services -n ml",
    );
    expect(later(first, second)).toEqual({
      said: "get services kv in namespace ml: not allowed (403)",
      hint: "ask for the permission to get services in namespace ml",
    });
  });
});
