import { expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { OpenDoors } from "../../../src/clients/open-doors.ts";
import { isKnownCluster } from "../../../src/cli/run/same-cluster.ts";
import { plan } from "../../core/run/sample-events.ts";
import { Story, troubled } from "../../core/run/story.ts";

async function known(planned: string | null, there: string | ClientError): Promise<boolean> {
  const { state } = new Story().answer(troubled).plan({ ...plan(), clusterUid: planned });
  if (state === null) throw new Error("nothing was told");
  const get = async () => {
    if (there instanceof ClientError) throw there;
    return { metadata: { uid: there } };
  };
  return isKnownCluster(state, { doors: { kubernetes: async () => ({ get }) } as unknown as OpenDoors });
}

test.each([
  ["the same by its uid", "u-1", "u-1", true],
  ["another one", "u-1", "u-2", false],
  ["one that nobody may tell", "u-1", new ClientError("forbidden", "no", ""), false],
  ["one of a run that could not tell its own", null, "u-1", false],
] as const)("under another URL, %s", async (_, planned, there, same) => {
  expect(await known(planned, there)).toBe(same);
});
