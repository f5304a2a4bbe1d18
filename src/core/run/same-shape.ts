import type * as z from "zod";

/**
 * A type with every optional field made to be there, deep down: two types that differ in an optional field alone are each assignable to the other, and
 * these are not. Lists are all read-only, and what takes any JSON is a mark.
 */
type Full<T> = [string | number | boolean | null] extends [T]
  ? "json"
  : T extends readonly (infer Item)[]
    ? readonly Full<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]-?: Full<T[Key]> }
      : T;

/** What two types are to each other; `true` where neither has a field, or a value, that the other has not. */
type Same<A, B> = [ReadonlyDeep<A>, Full<A>] extends [ReadonlyDeep<B>, Full<B>]
  ? [ReadonlyDeep<B>, Full<B>] extends [ReadonlyDeep<A>, Full<A>]
    ? true
    : false
  : false;

/** Optional fields stay so: whether one may stay away is compared as well. */
type ReadonlyDeep<T> = [string | number | boolean | null] extends [T]
  ? "json"
  : T extends readonly (infer Item)[]
    ? readonly ReadonlyDeep<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> }
      : T;

/** The type of a shape that takes just the values of `T`; `never` where the two have drifted apart, so that nothing can be assigned to it. */
export type ShapeOf<T, Shape extends z.ZodType> = Same<z.output<Shape>, T> extends true ? z.ZodType<T> : never;
