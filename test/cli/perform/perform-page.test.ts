import { describe, expect, test } from "vitest";
import { ClientError, type ClientErrorCode } from "../../../src/clients/client-error.ts";
import { performPage } from "../../../src/cli/perform/perform-page.ts";
import type { RunSurroundings } from "../../../src/cli/perform/run-surroundings.ts";

const effect = {
  id: "page:0:page:0",
  type: "page",
  step: 0,
  note: "page",
  target: "secondary",
  dedupKey: "fsd-7k2m/step-1",
  late: false,
} as const;

/** What a page comes to where the pager does this. */
function paged(notify: () => Promise<string>, pagesNobody: string | null = null) {
  const around = {
    pagesNobody,
    doors: { pager: () => Promise.resolve({ notify }) },
    notice: () => ({ summary: "", severity: "P1", source: "", details: {} }),
  } as unknown as RunSurroundings;
  return performPage(effect, around);
}

const failing = (code: ClientErrorCode) => () => Promise.reject(new ClientError(code, "it says no", "call the person"));

describe("a page that failed", () => {
  test.each(["unreachable", "timeout", "tls", "name-not-resolved", "rate-limited", "server-error"] as const)(
    "by %s may be sent again",
    async (code) => {
      const event = {
        type: "paged",
        step: 0,
        note: "page",
        ok: false,
        message: "it says no; call the person",
        again: true,
      };
      expect(await paged(failing(code))).toEqual(event);
    },
  );

  test.each(["forbidden", "invalid", "not-configured", "unexpected-answer"] as const)(
    "by %s is refused for good",
    async (code) => {
      expect(await paged(failing(code))).not.toHaveProperty("again");
    },
  );

  test("where nobody is paged is not sent again", async () => {
    const event = await paged(() => Promise.resolve("sent"), "the sandbox pages nobody");
    expect(event).toEqual({ type: "paged", step: 0, note: "page", ok: false, message: "the sandbox pages nobody" });
  });

  test("by a defect is no event", async () => {
    await expect(paged(() => Promise.reject(new TypeError("a defect")))).rejects.toThrow("a defect");
  });
});

test("a page that was sent", async () => {
  expect(await paged(() => Promise.resolve("sent"))).toEqual({
    type: "paged",
    step: 0,
    note: "page",
    ok: true,
    message: "sent",
  });
});
