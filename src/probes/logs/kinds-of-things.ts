import { MASK } from "./mask-message.ts";

/** Things and persons that have ids. */
const KIND = new Set("entity user customer guest host listing booking account session member".split(" "));
const KINDS = new Set("entities users customers guests hosts listings bookings accounts sessions members".split(" "));

/** Whether a word announces several things of a kind, or their ids: `users`, `ids`, `user_keys`. */
export function announcesSeveral(word: string): boolean {
  const small = word.toLowerCase();
  const kind = small.replace(/_?(?:ids|keys)$/, "");
  return kind === "" || KINDS.has(small) || (kind !== small && KIND.has(kind));
}

/** A path's segment is masked behind the kind of thing that it names: `users/alice`, `/user/alice`. */
export function maskThingsInPaths(text: string): string {
  return text.replace(/(?<=(\/?)\b([a-z]{1,10})\/)[^\s/?#,;:)]+/gi, (segment, slash: string, word: string) => {
    const small = word.toLowerCase();
    return KINDS.has(small) || (slash !== "" && KIND.has(small)) ? MASK : segment;
  });
}
