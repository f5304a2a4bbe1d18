import http from "node:http";
import net from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { authority } from "../certificates.ts";
import { soon } from "../failure.ts";
import { httpServer, sendJson } from "../servers.ts";
import { doorsWith, kubeconfigOf } from "./kubeconfigs.ts";

it("the password of a proxy-url is known as a secret, as it is written and as it is meant", async () => {
  const secrets = secretRegistry();
  const kubeconfig = kubeconfigOf("https://127.0.0.1:1", {}, { "proxy-url": "http://bob:p%40ss-w0rd-9@proxy:3128" });
  await doorsWith(kubeconfig, { secrets }).kubernetes();
  expect(secrets.redact("p%40ss-w0rd-9 p@ss-w0rd-9")).toMatch(/^(«secret password of the proxy-url[^»]*») \1$/);
});

it("a cluster with a proxy-url is reached through that proxy, with the same checks and credentials", async () => {
  const ca = authority("kube CA");
  onTestFinished(() => ca.dispose());
  const server = await httpServer(
    (_, response) => sendJson(response, 200, { through: "the proxy" }),
    ca.issue("/CN=kube"),
  );
  const tunnels: string[] = [];
  const proxy = http.createServer();
  proxy.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    const upstream = net.connect(server.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void proxy.close());
  const address = proxy.address() as net.AddressInfo;
  const cluster = {
    "certificate-authority-data": Buffer.from(ca.cert).toString("base64"),
    "proxy-url": `http://127.0.0.1:${address.port}`,
  };
  const kubernetes = await doorsWith(kubeconfigOf(server.url, { token: "t0ken" }, cluster)).kubernetes();
  expect(await kubernetes.get("/version", soon())).toEqual({ through: "the proxy" });
  expect(tunnels).toEqual([`127.0.0.1:${server.port}`]);
  expect(server.received[0]?.headers.authorization).toBe("Bearer t0ken");
});
