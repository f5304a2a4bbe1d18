import { expect, test } from "vitest";
import { describeGroupRequest } from "../../../src/clients/kafka/requests/describe-groups.ts";

test("an answer that speaks of no group is not taken for a group that is not there", () => {
  const { read } = describeGroupRequest("zipline-consumer");
  const group = { errorCode: 0, state: "Stable", protocolType: "consumer", members: [] };
  expect(read({ groups: [group] } as never)).toEqual(group);
  expect(() => read({ groups: [] } as never)).toThrow("does not speak of group zipline-consumer");
});
