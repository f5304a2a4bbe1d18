import { describe, expect, it } from "vitest";
import { foreignText } from "../../../src/core/text/foreign-text.ts";

describe("what is a secret or a person's by its form", () => {
  it.each([
    ["mail to jane.doe@example.org bounced", "mail to ‹hidden› bounced"],
    ["mail to jane@mail.example.org, gone", "mail to ‹hidden›, gone"],
    ["userid=17 and customerId: 5, host-id 4", "userid=‹hidden› and customerId: ‹hidden›, host-id ‹hidden›"],
    ["score 12.7291710599 too low", "score ‹hidden› too low"],
    ["RankingModelV2Largexq9Zt7 and RankingModelV12x", "‹hidden› and ‹hidden›"],
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
    ["user_45986331630d and host-4821 and host 17", "user_‹hidden›d and host-‹hidden› and host ‹hidden›"],
    ["tokens: 5f3e, token=4096, tokens=12.abc", "tokens: ‹hidden›, token=‹hidden›, tokens=‹hidden›"],
    ["Bearer abcdefgh1 and basic abcdefghijklmnopqrst", "Bearer ‹hidden› and basic ‹hidden›"],
    ["basic YWRhOmh1bnRlcjI= and bearer abc.defgh", "basic ‹hidden› and bearer ‹hidden›"],
    ["SummerHolidays24x and Summer2024Holidays were it", "‹hidden› and ‹hidden› were it"],
    ['unexpected password: "by"', "unexpected password: ‹hidden›"],
    ["ERROR Authorization: Bearer abcdefghijklmnop", "ERROR Authorization: Bearer ‹hidden›"],
    ["Authorization: Token 0123456789abcdef01234567", "Authorization: Token ‹hidden›"],
    ['{"Authorization": "Basic abcdefgh"}', '{"Authorization": "Basic ‹hidden›"}'],
  ])("%s", (said, shown) => {
    expect(foreignText(said, 200)).toBe(shown);
  });
});

describe("a value is hidden to its end", () => {
  it.each([
    ['{"password":"ab\\"cdefgh-rest","a":1}', '{"password":‹hidden›,"a":1}'],
    ['{"msg":"{\\"password\\":\\"ab cd\\",\\"a\\":1}"}', '{"msg":"{\\"password\\":‹hidden›,\\"a\\":1}"}'],
    ['{"msg":"{\\"password\\":\\"ab\\\\\\"cd\\",\\"a\\":1}"}', '{"msg":"{\\"password\\":‹hidden›,\\"a\\":1}"}'],
    ["password='ab\\'cd ef' a=1", "password=‹hidden› a=1"],
    ['password="never closed, and more', "password=‹hidden›"],
    ['db_pass="hunter 2" a=1', "db_pass=‹hidden› a=1"],
    ['psql --password "hunter 2" --host db', "psql --password ‹hidden› --host db"],
    ["at redis://:p@ss-word@redis:6379", "at redis://:‹hidden›@redis:6379"],
    ["at redis://:pa/ss-word@redis", "at redis://:‹hidden›@redis"],
    ["at redis://:12/ss-word@redis", "at redis://:‹hidden›@redis"],
    ["at redis://app:pa/ss@word@redis", "at redis://app:‹hidden›@redis"],
    ['["http://a:80","http://b:c@d"]', '["http://a:80","http://b:‹hidden›@d"]'],
    ["http://a:80,http://b:c@d", "http://a:80,http://b:‹hidden›@d"],
  ])("%s", (said, shown) => {
    expect(foreignText(said, 200)).toBe(shown);
  });
});

describe("a key is known by how it begins", () => {
  it.each([
    ["hugging face", `hf_${"aB".repeat(17)}`],
    ["gitlab", `glpat-${"a-B_1".repeat(4)}`],
    ["a model's provider", `sk-proj-${"a-B_1".repeat(8)}`],
    ["a model's provider, without a capital", `sk-${"abcd1".repeat(4)}`],
    ["google", `AIza${"Sy-_9".repeat(7)}`],
  ])("%s", (_whose, key) => {
    expect(foreignText(`used ${key}, refused`, 200)).toBe("used ‹hidden›, refused");
  });

  it.each([
    ["AccountName=ml;AccountKey=abcd+/efgh==;x=1", "AccountName=ml;AccountKey=‹hidden›;x=1"],
    ["post https://hooks.slack.com/services/T0AB/B0CD/abcdEFGH", "post https://hooks.slack.com/services/‹hidden›"],
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
    "feature_group user_7d_bookings is stale, user_30d_bookings is not",
    "node host-17 of gpu-host-17:9100 is gone",
    'max_tokens=4096 prompt_tokens=1234 tokens: 5000. {"tokens":12}',
    "basic authentication failed, basic auth is refused, Basic Authentication too",
    "com.google.Protobuf3DecoderException: RankingModelV2Large and FeatureRankingModelV2",
    "memory 17179869184 bytes, 12345678901 ms, offset 123456789012, size: 123456789012 of limit=123456789012",
    'unexpected token: "by"',
    '{"offset":123456789012,"size": 12345678901}',
    "ABCDEFGH-12345678 of RankingModelLargeService",
    "RankingModelV12Large, Protobuf12DecoderException",
    "http://db:8080/x@y",
    "pod sk-learn-inference-7d9f8c6b5-x2k4q is gone",
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
