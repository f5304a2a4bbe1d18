import { describe, expect, it } from "vitest";
import { foreignText } from "../../../src/core/text/foreign-text.ts";

describe("what is a secret or a person's by its form", () => {
  it.each([
    ["mail to jane.doe@example.org bounced", "mail to ‹hidden› bounced"],
    ["no user_45986331630 here", "no user_‹hidden› here"],
    ["no entity id: 48213377 here", "no entity id: ‹hidden› here"],
    ["card 4111111111111111 refused", "card ‹hidden› refused"],
    ["score 0.7291710599 too low", "score ‹hidden› too low"],
    ['{"password":"hunter2 and more","a":1}', '{"password":‹hidden›,"a":1}'],
    ["Authorization: Bearer abcdefghijk", "Authorization: Bearer ‹hidden›"],
    ["at postgres://app:hunter2@db/ml", "at postgres://app:‹hidden›@db/ml"],
    ["key AKIAIOSFODNN7EXAMPLE and sk_live_abcdefgh12", "key ‹hidden› and ‹hidden›"],
    ["DB_PASS=hunter2 DB_PWD='hunter 2' pass=3 fail=2", "DB_PASS=‹hidden› DB_PWD=‹hidden› pass=3 fail=2"],
    ["psql --password hunter2 --host db", "psql --password ‹hidden› --host db"],
    ["Set-Cookie: session=abc; Path=/", "Set-Cookie: ‹hidden›"],
    ["GET /b?se=1&sig=aGVsbG8td29ybGQtMTIz%3D HTTP", "GET /b?se=1&sig=‹hidden› HTTP"],
    ["private_key: -----BEGIN PRIVATE KEY----- MIIE vQIB -----END PRIVATE KEY----- end", "private_key: ‹hidden› end"],
    ["refresh token mN7vx4Dw3j85AqaNgxSw was refused", "refresh token ‹hidden› was refused"],
  ])("%s", (said, shown) => {
    expect(foreignText(said, 200)).toBe(shown);
  });
});

describe("what tells what is wrong stays", () => {
  it.each([
    'pods is forbidden: User "oncall" cannot list resource "pods" in API group "" in the namespace "ml"',
    "pod feature-api-8bb7894f9-mhvg9 on ip-10-0-1-2.ec2.internal: 0/4 nodes are available",
    "connect ECONNREFUSED 10.96.0.1:8080 after 3 tries in 1500 ms",
    "image registry.example/feature-api:2.4.1 not found",
    'parse error at char 12: unknown function "ratte" of feature_lookups_total',
    "http://user@db/",
    "get secret: not allowed",
    "Job 00000000000000000000000000000000 not found",
    "«secret /etc/bigops/token-Xk9wQ2ZbTXk9wQ2ZbT» was refused",
  ])("%s", (said) => {
    expect(foreignText(said, 200)).toBe(said);
  });
});

describe("a line of it", () => {
  it("is cut to its length only after what is hidden was hidden and what is invisible removed", () => {
    expect(foreignText("3 of 4 ready", 20)).toBe("3 of 4 ready");
    expect(foreignText(`${"\u001b[0m".repeat(90)}3 of 4 ready`, 200)).toBe("3 of 4 ready");
    expect(foreignText("mail to jane.doe@example.org bounced", 12)).toBe("mail to ‹hi…");
  });

  it("is taken quickly from a large text", () => {
    const text = "user_45986331630 jane@example.org ".repeat(1_000_000);
    const startedMs = performance.now();
    foreignText(text, 300);
    // All of it would take many seconds.
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
