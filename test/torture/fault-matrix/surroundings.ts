import dns from "node:dns";

/** Where nothing listens, by the list of ports: the discard service. */
const DEAD_PROXY = "http://127.0.0.1:9";
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/**
 * Sets proxy variables that lead nowhere, and answers for names under .invalid as every resolver must (RFC 6761), so that no question for them leaves
 * this machine. Resolves with what puts everything back.
 */
export function disturbSurroundings(): () => void {
  const before = PROXY_VARIABLES.map((name) => [name, process.env[name]] as const);
  for (const name of PROXY_VARIABLES) process.env[name] = DEAD_PROXY;
  const real = dns.lookup;
  const answered = (name: string, ...rest: readonly unknown[]): void => {
    const done = rest.at(-1) as (error: Error) => void;
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND", hostname: name });
    process.nextTick(done, error);
  };
  const lookup = (name: string, ...rest: readonly unknown[]): void =>
    name.endsWith(".invalid") ? answered(name, ...rest) : Reflect.apply(real, dns, [name, ...rest]);
  dns.lookup = lookup as typeof dns.lookup;
  return () => {
    dns.lookup = real;
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}
