import { ClientError } from "../../clients/client-error.ts";

/** Something that a plan tells about but does not rest on: it may be unreadable, and then says why. */
export type Advisory<T> =
  | { readonly readable: true; readonly value: T }
  | { readonly readable: false; readonly problem: string };

/** Rejects only when the caller gave up; everything else that the far side answers becomes part of the plan. */
export async function readAdvisory<T>(reading: Promise<T>): Promise<Advisory<T>> {
  try {
    return { readable: true, value: await reading };
  } catch (error) {
    if (!(error instanceof ClientError) || error.code === "aborted") throw error;
    return { readable: false, problem: error.message };
  }
}
