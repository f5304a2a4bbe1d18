import { describe, expect, test } from "vitest";
import { readHealthBody } from "../../../src/probes/health/read-health-body.ts";
import { refuseGateway } from "../../../src/probes/health/refuse-gateway.ts";

const page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const asked =
  (status: number, body: string, type = "text/html") =>
  () =>
    refuseGateway("kv-store", status, readHealthBody(body, type, "status"));

describe("an answer of a gateway is not the service's", () => {
  test.each([
    [502, page, "a gateway in front of endpoint kv-store could not reach it: HTTP 502"],
    [504, "", "a gateway in front of endpoint kv-store had no answer of it in time: HTTP 504"],
    [502, "upstream connect error or disconnect/reset before headers", /could not reach it/],
    [502, '{"message":"no healthy upstream"}', /could not reach it/],
  ])("%s %s", (status, body, words) => {
    expect(asked(status, body)).toThrow(
      expect.objectContaining({ code: "unreachable", status, message: expect.stringMatching(words) }),
    );
  });

  test.each([
    ["a service that says so itself", 502, '{"status":"down"}'],
    ["a service that is not there for anybody", 503, page],
    ["a service that failed", 500, page],
    ["a service that is well", 200, '{"status":"ok"}'],
  ])("%s is heard", (_name, status, body) => {
    expect(asked(status, body)).not.toThrow();
  });
});
