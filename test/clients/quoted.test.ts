import { expect, it } from "vitest";
import { quoted } from "../../src/clients/quoted.ts";
import { secretRegistry } from "../../src/clients/secret-registry.ts";

const SECRET = 'n4B&x "user_12345" hQ7w tail-Zk9';

it.each(Array.from({ length: 60 }, (_, index) => index))(
  "a secret that ends %i characters behind the cut is not told in part",
  (behind) => {
    const secrets = secretRegistry();
    secrets.add("S", SECRET);
    const said = `${"x".repeat(Math.max(0, 100 + behind - SECRET.length))}${SECRET} and more`;
    const shown = quoted(said, 100, secrets);
    expect(shown).not.toMatch(/n4B&x |hQ7w|tail-/);
    expect(shown.length).toBeLessThanOrEqual(100);
  },
);
