import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** bin/bigops.js of a copy that holds what is published and nothing else. */
    readonly bigops: string;
  }
}

/** The program under test, as it is installed. */
export function program(): string {
  return inject("bigops");
}
