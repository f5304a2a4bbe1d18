import type { HttpReply } from "../../../src/clients/http/send-request.ts";
import type { Random } from "../random.ts";
import { keyOf, pathOf, type World } from "./corpus.ts";
import { hostileText } from "./hostile-text.ts";
import { mutateBytes, mutateText } from "./mutate-bytes.ts";
import { mutateJson } from "./mutate-json.ts";
import { mutateKept } from "./mutate-kept.ts";
import type { Answerer, Question } from "./tape.ts";

/** A world that answers as it was recorded, but for one answer, or all from it on. */
export interface Replay extends Answerer {
  /** What was asked. */
  readonly asked: readonly Question[];
  /** How the damaged answer looked; "" while none was given. */
  readonly damaged: () => string;
}

const NOT_FOUND: HttpReply = {
  status: 404,
  headers: {},
  contentType: "application/json",
  body: '{"kind":"Status","status":"Failure","message":"not found","reason":"NotFound","code":404}',
  bytes: 90,
  latencyMs: 1,
};

/** @param from counted from 0: the first answer that is damaged. @param only whether it is the only one */
export function replay(world: World, random: Random, from: number, only: boolean): Replay {
  const asked: Question[] = [];
  let count = 0;
  let damaged = "";
  const isDamaged = (): boolean => {
    const index = count++;
    return only ? index === from : index >= from;
  };
  return {
    asked,
    damaged: () => damaged,
    http(question) {
      asked.push(question);
      const reply = world.http.get(keyOf(question)) ?? world.byPath.get(pathOf(question)) ?? NOT_FOUND;
      if (!isDamaged()) return Promise.resolve(reply);
      const other = damagedReply(reply, random);
      damaged ||= `${question.method} ${question.path} answered ${other.status} ${other.body}`;
      return Promise.resolve(other);
    },
    kafka(method, args) {
      const answer = world.kafka.get(`${method} ${args}`) ?? [];
      if (!isDamaged()) return Promise.resolve(answer);
      const other = mutateKept(answer, random);
      damaged ||= `kafka.${method} answered ${JSON.stringify(other)}`;
      return Promise.resolve(other);
    },
  };
}

function damagedReply(reply: HttpReply, random: Random): HttpReply {
  const body = damagedBody(reply.body, random);
  const answer = { ...reply, body, bytes: Buffer.byteLength(body) };
  if (random.chance(0.9)) return answer;
  return {
    ...answer,
    status: random.pick([200, 204, 301, 401, 403, 404, 409, 410, 429, 500, 503]),
    contentType: random.pick(["text/html", "application/json", "text/plain", "", hostileText(random)]),
    headers: { "retry-after": hostileText(random), location: hostileText(random) },
  };
}

function damagedBody(body: string, random: Random): string {
  if (random.chance(0.3)) return mutateText(body, random);
  const value = parsed(body);
  if (value !== undefined) return mutateJson(value, random);
  // Log lines and metrics: one line among many, as JSON where it is one.
  const lines = body.split("\n");
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  const json = line.indexOf("{");
  const inner = json < 0 ? undefined : parsed(line.slice(json));
  lines[at] =
    inner === undefined || random.chance(0.3)
      ? new TextDecoder().decode(mutateBytes(Buffer.from(line), random))
      : line.slice(0, json) + mutateJson(inner, random);
  return lines.join("\n");
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
