import * as z from "zod";

/** A name that a server gives and that becomes a segment of a path: one of dots alone, or half a character, would lead elsewhere or nowhere. */
export const pathName = z
  .string()
  .refine((name) => !/^\.{0,2}$/.test(name) && name.isWellFormed(), "no name that a path can have");
