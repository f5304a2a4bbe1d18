import { z } from "zod";
import type { Catalog } from "../../../src/core/runbook/catalog.ts";

const observed = z.object({
  value: z.number().nullable(),
  ready: z.int(),
  onsetAt: z.iso.datetime().nullable(),
  reasons: z.record(z.string(), z.int()),
  unhealthy: z.array(z.object({ name: z.string(), since: z.iso.datetime().nullable() })),
  status: z.enum(["complete", "stuck"]),
});

/** One probe and two actions with arguments of every kind. */
export const catalog: Catalog = {
  probes: new Map(
    [
      {
        type: "test.look",
        title: "looks",
        args: z.strictObject({
          target: z.string().min(1).optional(),
          query: z.string().meta({ language: "promql" }).optional(),
          labels: z.string().meta({ language: "label-selector" }).optional(),
          path: z.string().meta({ language: "url-path" }).optional(),
          count: z.int().min(0).optional(),
          flag: z.boolean().optional(),
          list: z.array(z.string()).optional(),
          mode: z.enum(["fast", "slow"]).optional(),
          set: z.record(z.string(), z.string()).optional(),
        }),
        observed,
      },
    ].map((probe) => [probe.type, probe]),
  ),
  actions: new Map(
    [
      {
        type: "test.scale",
        title: "scales",
        args: z.strictObject({ target: z.string(), count: z.int().min(1).nullish() }),
      },
      { type: "test.manual", title: "asks", args: z.strictObject({ how: z.string().meta({ language: "shell" }) }) },
    ].map((action) => [action.type, action]),
  ),
};

/** A valid runbook; a test replaces a part of it. */
export const VALID = `name: small
title: Small
severity: P3
parameters:
  target: { type: string, default: api }
  window: { type: duration, default: 2m }
  count: { type: integer, optional: true }
investigation:
  - id: error-rate
    test.look: { target: "{{ target }}", fail: value > 0.1 }
  - id: pods
    needs: [error-rate]
    test.look: { query: "up[{{ window }}]" }
define:
  broken: error_rate.fail && pods.fail
causes:
  - id: bad
    title: bad {{ target }}
    when: broken && pods.ready < 3
    because: "{{ pods.ready }} ready since {{ error_rate.onsetAt }}"
mitigation:
  - id: fix
    for: bad
    requires: pods.status == "stuck"
    test.scale: { target: "{{ target }}", count: "{{ count }}" }
    verify: [pods]
escalation:
  - { after: 10m, page: secondary }
`;
