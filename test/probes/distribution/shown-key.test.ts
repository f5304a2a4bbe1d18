import { expect, test } from "vitest";
import { HIDDEN } from "../../../src/core/text/hidden.ts";
import { shownKey } from "../../../src/probes/distribution/shown-key.ts";

test.each([
  ["feature_group", "user_profile_features", "user_profile_features"],
  // The design groups by it: it is a kind, of which there are a few.
  ["entity_type", "listing", "listing"],
  ["entity_type", "", "no entity_type"],
  // The design forbids ids of entities in logs and reports.
  ["entity_id", "listing_12", HIDDEN],
  ["user", "ada", HIDDEN],
])("a key of %s: %j is shown as %j", (label, key, shown) => {
  expect(shownKey(label, key)).toBe(shown);
});
