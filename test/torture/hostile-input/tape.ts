import type { Doors } from "../../../src/clients/doors.ts";
import type { HttpReply } from "../../../src/clients/http/send-request.ts";
import type { Transport, TransportRequest } from "../../../src/clients/http/transport.ts";
import { alertmanagerOver } from "../../../src/clients/alertmanager/alertmanager-over.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { flinkOver } from "../../../src/clients/flink/flink-over.ts";
import { endpointOver } from "../../../src/clients/http/endpoint-over.ts";
import type { KafkaClient } from "../../../src/clients/kafka-client.ts";
import { apiError } from "../../../src/clients/kubernetes/api-error.ts";
import type { ApiConnection, ApiOrder } from "../../../src/clients/kubernetes/api-connection.ts";
import { kubernetesOver } from "../../../src/clients/kubernetes/kubernetes-over.ts";
import { prometheusOver } from "../../../src/clients/prometheus/prometheus-over.ts";

/** The real ways to one sandbox. */
export interface Ways {
  readonly kubernetes: ApiConnection;
  readonly prometheus: Transport;
  readonly alertmanager: Transport;
  readonly flink: Transport;
  readonly kafka: KafkaClient;
  readonly endpoints: Readonly<Record<string, Transport>>;
}

/** One question, as it leaves the client. */
export interface Question {
  readonly door: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: string;
}

/** Who answers instead of the far side; `live` asks it. */
export interface Answerer {
  http(question: Question, live: () => Promise<HttpReply>): Promise<HttpReply>;
  kafka(method: string, args: string, live: () => Promise<unknown>): Promise<unknown>;
}

const MOST_BYTES = 16 * 1024 * 1024;

/** The real clients, with somebody else answering: what they send and how they read is theirs. */
export function doorsOver(ways: Ways, answerer: Answerer): Doors {
  const over = (door: string, way: Transport): Transport => ({
    ...way,
    send: (what, request) => answerer.http(questionOf(door, request), () => way.send(what, request)),
  });
  const endpoint = (name: string): Promise<ReturnType<typeof endpointOver>> => {
    const way = Object.hasOwn(ways.endpoints, name) ? ways.endpoints[name] : undefined;
    if (way === undefined)
      return Promise.reject(new ClientError("not-configured", `no endpoint ${name}`, "add it to bigops.yaml"));
    return Promise.resolve(endpointOver(name, over(`endpoint ${name}`, way)));
  };
  const absent = (): Promise<never> => Promise.reject(new ClientError("not-configured", "there is none", "add one"));
  return {
    kubernetes: () => Promise.resolve(kubernetesOver(connectionOver(ways.kubernetes, answerer), MOST_BYTES)),
    prometheus: () => Promise.resolve(prometheusOver(over("prometheus", ways.prometheus))),
    alertmanager: () => Promise.resolve(alertmanagerOver(over("alertmanager", ways.alertmanager))),
    flink: () => Promise.resolve(flinkOver(over("flink", ways.flink), absent)),
    kafka: () => Promise.resolve(kafkaOver(ways.kafka, answerer)),
    endpoint,
    shell: absent,
    pager: absent,
    close: () => Promise.resolve(),
  };
}

function questionOf(door: string, { method, path, query, body }: TransportRequest): Question {
  const pairs = Object.entries(query).flatMap(([key, values]) =>
    [values].flat().map((value): [string, string] => [key, value]),
  );
  const form = typeof body === "string" ? body : "";
  return { door, method, path, query: [new URLSearchParams(pairs).toString(), form].filter(Boolean).join("&") };
}

function connectionOver(live: ApiConnection, answerer: Answerer): ApiConnection {
  const ask = (order: ApiOrder): Promise<HttpReply> => {
    const [path = "", query = ""] = order.path.split("?");
    return answerer.http({ door: "kubernetes", method: order.method, path, query }, () => live.ask(order));
  };
  return {
    ...live,
    ask,
    async answer(order) {
      const reply = await ask(order);
      const asked = live.asked(order.method, order.path);
      if (reply.status < 200 || reply.status >= 300) throw apiError(reply, asked);
      return { reply, asked };
    },
  };
}

function kafkaOver(live: KafkaClient, answerer: Answerer): KafkaClient {
  return new Proxy(live, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: readonly unknown[]) =>
        answerer.kafka(
          String(name),
          JSON.stringify(args.slice(0, -1)),
          () => Reflect.apply(member, target, args) as Promise<unknown>,
        );
    },
  });
}
