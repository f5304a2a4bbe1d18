import { describe, expect, it } from "vitest";
import { sampleValue } from "../../../src/clients/prometheus/sample-value.ts";
import { failureOf, soon } from "../failure.ts";
import { doorsWith, kubeconfigOf } from "../kubernetes/kubeconfigs.ts";
import { type Answer, httpServer, sendJson } from "../servers.ts";

async function prometheusWith(answer: Answer) {
  const server = await httpServer(answer);
  const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1"), {
    environment: { prometheus: { url: `${server.url}/prom` } },
  });
  return { server, prometheus: await doors.prometheus() };
}

const vector = (...values: readonly string[]) => ({
  status: "success",
  data: {
    resultType: "vector",
    result: values.map((value, i) => ({ metric: { pod: `p${i}` }, value: [1764000000.781, value] })),
  },
});

describe("a query", () => {
  it("is posted as a form, however long it is", async () => {
    const { server, prometheus } = await prometheusWith((_, response) => sendJson(response, 200, vector()));
    const query = `sum(rate(x{a=~"${"b|".repeat(5_000)}"}[2m])) + 1`;
    expect(await prometheus.query(query, soon())).toEqual({ result: [], warnings: [], infos: [] });
    expect(server.received[0]).toMatchObject({ method: "POST", url: "/prom/api/v1/query" });
    expect(Object.fromEntries(new URLSearchParams(server.received[0]?.body))).toEqual({ query });
  });

  it("brings numbers as they are: NaN and infinities among them", async () => {
    const { prometheus } = await prometheusWith((_, response) =>
      sendJson(response, 200, vector("0.372", "NaN", "+Inf", "-Inf", "1e-05", "-0")),
    );
    const { result } = await prometheus.query("x", soon());
    expect(result.map(({ value }) => value)).toEqual([0.372, NaN, Infinity, -Infinity, 0.00001, -0]);
    expect(result[0]).toEqual({ labels: { pod: "p0" }, value: 0.372, atMs: 1764000000781 });
  });

  it("of a scalar is one sample without labels", async () => {
    const { prometheus } = await prometheusWith((_, response) =>
      sendJson(response, 200, { status: "success", data: { resultType: "scalar", result: [5, "2"] } }),
    );
    expect((await prometheus.query("2", soon())).result).toEqual([{ labels: {}, value: 2, atMs: 5000 }]);
  });

  it("hands warnings and infos on, bounded and clean", async () => {
    const { prometheus } = await prometheusWith((_, response) =>
      sendJson(response, 200, {
        ...vector("1"),
        warnings: ["partial \u001b[31mresponse", "x".repeat(999)],
        infos: ["not a counter"],
      }),
    );
    const answer = await prometheus.query("x", soon());
    expect(answer.warnings[0]).toBe("partial response");
    expect(answer.warnings[1]).toHaveLength(300);
    expect(answer.infos).toEqual(["not a counter"]);
  });

  it.each([
    [true, ["the answer is partial: part of the storage did not answer"]],
    [false, []],
  ])("whose answer is partial (%j) warns of it, as VictoriaMetrics does not", async (isPartial, warnings) => {
    const { prometheus } = await prometheusWith((_, response) =>
      sendJson(response, 200, { status: "success", isPartial, data: vector("1").data }),
    );
    expect((await prometheus.query("x", soon())).warnings).toEqual(warnings);
  });

  it("over time asks for start, end and step in seconds", async () => {
    const values = [
      [10, "1"],
      [25, "NaN"],
    ];
    const { server, prometheus } = await prometheusWith((_, response) =>
      sendJson(response, 200, {
        status: "success",
        data: { resultType: "matrix", result: [{ metric: { a: "b" }, values }] },
      }),
    );
    const { result } = await prometheus.queryRange("x", 10_500, 25_000, 15_000, soon());
    expect(result).toEqual([
      {
        labels: { a: "b" },
        points: [
          { atMs: 10_000, value: 1 },
          { atMs: 25_000, value: NaN },
        ],
      },
    ]);
    expect(Object.fromEntries(new URLSearchParams(server.received[0]?.body))).toEqual({
      query: "x",
      start: "10.500",
      end: "25.000",
      step: "15.000",
    });
  });
});

describe("an answer that is no result", () => {
  it.each<[string, number, object | string, string, string]>([
    [
      "a syntax error",
      400,
      { status: "error", errorType: "bad_data", error: "1:5: parse error: unexpected end of input" },
      "invalid",
      "bad_data: 1:5: parse error",
    ],
    [
      "too many samples",
      422,
      { status: "error", errorType: "execution", error: "query processing would load too many samples" },
      "invalid",
      "too many samples",
    ],
    [
      "its own timeout",
      503,
      { status: "error", errorType: "timeout", error: "query timed out" },
      "timeout",
      "query timed out",
    ],
    [
      "an error with data beside it",
      500,
      { ...vector("1"), status: "error", errorType: "internal", error: "storage" },
      "server-error",
      "internal: storage",
    ],
    ["a login page", 200, "<html><title>Sign in</title>", "unexpected-answer", 'a web page ("Sign in")'],
    ["a gateway's page", 502, "<html><title>Bad Gateway</title>", "server-error", "Bad Gateway"],
    ["a wrong path", 404, "404 page not found", "not-found", "404 page not found"],
    ["no credentials", 401, "Unauthorized", "unauthorized", "credentials"],
    ["a refusal", 403, "no", "forbidden", "403"],
    ["JSON of somebody else", 200, { hello: "world" }, "unexpected-answer", "not Prometheus's"],
    ["lists in lists without end", 200, "[".repeat(5_000_000), "unexpected-answer", "its JSON is nested too deeply"],
    [
      "another result",
      200,
      { status: "success", data: { resultType: "streams", result: [] } },
      "unexpected-answer",
      "not of the shape",
    ],
    ["a number that is none", 200, vector("12abc"), "unexpected-answer", "no number"],
    ["an empty value", 200, vector(""), "unexpected-answer", "no number"],
    [
      "a native histogram",
      200,
      { status: "success", data: { resultType: "vector", result: [{ metric: {}, histogram: [1, {}] }] } },
      "invalid",
      "native histogram",
    ],
    [
      "a range where an instant was asked",
      200,
      { status: "success", data: { resultType: "matrix", result: [] } },
      "invalid",
      "a matrix",
    ],
  ])("%s", async (_, status, body, code, words) => {
    const { server, prometheus } = await prometheusWith((_request, response) =>
      typeof body === "string"
        ? void response
            .writeHead(status, { "content-type": body.startsWith("<") ? "text/html" : "text/plain" })
            .end(body)
        : sendJson(response, status, body),
    );
    const error = await failureOf(prometheus.query("x", soon()));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain(server.url);
  });
});

describe("a Prometheus behind the service proxy", () => {
  it("is asked by GET, for which a viewer's rights can suffice", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, vector("1")));
    const prometheus = {
      service: "prometheus",
      port: "web",
      via: "proxy",
      scheme: "https",
      namespace: "monitoring",
    } as const;
    const doors = doorsWith(kubeconfigOf(server.url), { environment: { prometheus } });
    await (await doors.prometheus()).query("up == 1", soon());
    expect(server.received[0]).toMatchObject({
      method: "GET",
      url: "/api/v1/namespaces/monitoring/services/https:prometheus:web/proxy/api/v1/query?query=up+%3D%3D+1",
    });
  });
});

describe("a value", () => {
  it.each([
    ["1", 1],
    ["-1.5e+300", -1.5e300],
    [".5", 0.5],
    ["0x10", null],
    [" 1", null],
    ["", null],
    ["Infinity", null],
    ["nan", null],
  ])("%j", (text, value) => {
    expect(sampleValue(text)).toBe(value);
  });
});
