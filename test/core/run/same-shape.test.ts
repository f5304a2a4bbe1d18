import { expectTypeOf, test } from "vitest";
import * as z from "zod";
import type { ShapeOf } from "../../../src/core/run/same-shape.ts";

interface Thing {
  readonly name: string;
  readonly parts?: readonly { readonly id: number; readonly note?: string }[];
  readonly kind: "a" | "b";
}

const kind = z.enum(["a", "b"]);
const part = z.strictObject({ id: z.number(), note: z.string().exactOptional() });
const same = z.strictObject({ name: z.string(), parts: z.array(part).exactOptional(), kind });
const lacksAnOptional = z.strictObject({ name: z.string(), kind });
const lacksOneDeepDown = same.extend({ parts: z.array(z.strictObject({ id: z.number() })).exactOptional() });
const hasOneMore = same.extend({ size: z.number().exactOptional() });
const wantsAnOptional = same.extend({ parts: z.array(part) });
const lacksAValue = same.extend({ kind: z.literal("a") });

test("a shape of just the values of a type is one of it, and one that has drifted is none", () => {
  expectTypeOf<ShapeOf<Thing, typeof same>>().toEqualTypeOf<z.ZodType<Thing>>();
  expectTypeOf<ShapeOf<Thing, typeof lacksAnOptional>>().toBeNever();
  expectTypeOf<ShapeOf<Thing, typeof lacksOneDeepDown>>().toBeNever();
  expectTypeOf<ShapeOf<Thing, typeof hasOneMore>>().toBeNever();
  expectTypeOf<ShapeOf<Thing, typeof wantsAnOptional>>().toBeNever();
  expectTypeOf<ShapeOf<Thing, typeof lacksAValue>>().toBeNever();
});
