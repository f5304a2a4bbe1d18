import { expect, it } from "vitest";
import { HIDDEN, HIDDEN_OTHER } from "../../../src/core/text/hidden.ts";

it("what stands for a value says so, and whether it is another one", () => {
  expect([HIDDEN, HIDDEN_OTHER]).toEqual([expect.stringContaining("hidden"), expect.stringMatching(/hidden.*another/)]);
});
