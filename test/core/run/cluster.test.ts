import { expect, test } from "vitest";
import { plan } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const on = (clusterUid: string | null) => ({ ...plan(), clusterUid });

test("the digest names the cluster, not only its URL", () => {
  const digests = ["6f1c", "77aa", null].map(
    (uid) => new Story().answer(troubled).plan(on(uid)).state?.proposals[0]?.digest,
  );
  expect(new Set(digests).size).toBe(3);
});

test.each(["77aa", null])("another cluster under the same URL is refused: %s", (uid) => {
  const story = new Story("none").answer(troubled).plan(on("6f1c")).approve().answer(troubled).plan(on(uid));
  const reason = "it cannot be told that this is still the cluster that it was planned for";
  expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
});

test("the same one, and one that is known by its URL alone, are not", () => {
  const same = new Story("none").answer(troubled).plan(on("6f1c")).approve().answer(troubled).plan(on("6f1c"));
  expect(same.wants).toEqual(["prepare"]);
  expect(offered("none").approve().answer(troubled).plan(on("6f1c")).wants).toEqual(["prepare"]);
});
