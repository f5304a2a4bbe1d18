import type { HolderAnswer, HolderMessage } from "../../../../src/drivers/local/holder/message.ts";
import type { HolderDoor } from "../../../../src/drivers/local/world.ts";

type Handler = (message: HolderMessage) => Promise<HolderAnswer>;

/** Who holds which run, over all simulated processes. */
export class SimHolders {
  readonly #held = new Map<string, { readonly process: object; handler: Handler | null }>();

  /** The door as one process sees it. */
  doorOf(process: object): HolderDoor {
    return {
      claim: async (folder) => {
        if (this.#held.has(folder)) return "held";
        const entry: { process: object; handler: Handler | null } = { process, handler: null };
        this.#held.set(folder, entry);
        return {
          serve: (handler) => (entry.handler = handler),
          stillHeld: async () => this.#held.get(folder) === entry,
          release: async () => {
            if (this.#held.get(folder) === entry) this.#held.delete(folder);
          },
        };
      },
      isHeld: async (folder) => this.#held.has(folder),
      send: async (folder, message) => (await this.#held.get(folder)?.handler?.(message)) ?? null,
    };
  }

  /** The process is gone, and what it held is free. */
  kill(process: object): void {
    for (const [folder, entry] of this.#held) if (entry.process === process) this.#held.delete(folder);
  }

  /** Another process took it, as it may happen where hosts share a file system. */
  steal(folder: string): void {
    this.#held.set(folder, { process: {}, handler: null });
  }
}
