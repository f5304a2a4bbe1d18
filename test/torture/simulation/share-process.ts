import { playShare, type Share } from "./play-share.ts";

/** Plays the share that it is sent, says how far it is, and sends what came of it: the other end is `simulation.ts`. */
process.once("message", (share: Share) => {
  void playShare(share, (note) => process.send?.({ note })).then((tally) =>
    process.send?.({ tally }, () => process.disconnect()),
  );
});
