import { describe, expect, it } from "vitest";
import { flinkStop } from "../../src/actions/flink/equivalent-command.ts";
import { selects } from "../../src/actions/kubernetes/label-selector.ts";
import { ClientError } from "../../src/clients/client-error.ts";
import type { Doors } from "../../src/clients/doors.ts";
import { apiPath } from "../../src/clients/kubernetes-client.ts";
import { pathName } from "../../src/clients/http/path-name.ts";
import { shellOption } from "../../src/core/text/shell-quote.ts";
import { kubernetesEndpoints } from "../../src/probes/kubernetes-endpoints.ts";
import { probes } from "../../src/probes/index.ts";

const place = { namespace: "ml", prometheusUrl: null, endpointUrl: () => null };

it.each(["flink.job", "flink.backpressure", "flink.checkpoints"])("%s: no name becomes an option", (type) => {
  const probe = probes.get(type);
  const line = probe?.equivalent({ ...(probe.args.parse({ job: "-f/etc/passwd" }) as object) }, place);
  expect(line).toContain("grep -e -f/etc/passwd");
});

it("an option's value never is another option", () => {
  expect(shellOption("--group", "zipline")).toBe("--group zipline");
  expect(shellOption("--group", "--help")).toBe("--group=--help");
  expect(shellOption("--group", "-a b")).toBe("'--group=-a b'");
});

it("an id from a server is quoted in a command", () => {
  expect(flinkStop("$(id)")).toBe("flink stop '$(id)'");
});

it.each(["", ".", "..", "a\ud800"])("%j is no segment of a path", (name) => {
  expect(() => apiPath("api", name)).toThrow(ClientError);
  expect(pathName.safeParse(name).success).toBe(false);
});

it("an inherited name is no label", () => {
  const wanted = (operator: string) => ({ matchExpressions: [{ key: "constructor", operator, values: [] }] });
  expect(selects(wanted("Exists"), {})).toBe(false);
  expect(selects(wanted("DoesNotExist"), {})).toBe(true);
  expect(selects(wanted("Exists"), { constructor: "x" })).toBe(true);
});

describe("a service's name that is no label", () => {
  it("is refused before anything is asked, so that no failure is left to which nobody listens", async () => {
    let asked = 0;
    const failing = () => {
      asked += 1;
      return Promise.reject(new ClientError("unreachable", "no", "no"));
    };
    const doors = {
      kubernetes: () => Promise.resolve({ namespace: "ml", server: "https://x", get: failing, list: failing }),
    } as unknown as Doors;
    const args = kubernetesEndpoints.args.parse({ service: "a,b" });
    const gathered = kubernetesEndpoints.gather(args, { doors, nowMs: 0, signal: AbortSignal.timeout(5_000) });
    await expect(gathered).rejects.toMatchObject({ code: "invalid" });
    expect(asked).toBe(0);
  });
});
