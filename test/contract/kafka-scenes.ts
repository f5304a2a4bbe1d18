/** Records one after the other; those of a transaction are followed by its marker unless it is left open. */
export interface Stretch {
  readonly records: number;
  readonly transaction?: "commit" | "abort" | "open";
}

export interface ScenePartition {
  readonly log: readonly Stretch[];
  /** Everything before this offset was deleted. */
  readonly deletedBefore?: number;
  /** null: the group has no commit here. */
  readonly committed: number | null;
}

/** A topic and a group that reads it, made alike on every broker. The record at offset n is 600 - n seconds old when the scenes are made. */
export interface Scene {
  readonly partitions: readonly ScenePartition[];
  readonly configs?: Readonly<Record<string, string>>;
}

export const FIRST_AGE_SECONDS = 600;

const plain = (records: number, committed: number | null, more: Partial<ScenePartition> = {}): ScenePartition => ({
  log: [{ records }],
  committed,
  ...more,
});

export const scenes = {
  behind: { partitions: [plain(40, 10), plain(20, 20)] },
  "no commit": { partitions: [plain(40, 40), plain(10, null)] },
  "never written": { partitions: [plain(0, 0), plain(0, null)] },
  "deleted unread": { partitions: [plain(40, 5, { deletedBefore: 20 })] },
  "beyond the end": { partitions: [plain(10, 25)] },
  "a marker left": { partitions: [{ log: [{ records: 5, transaction: "commit" }], committed: 5 }] },
  "aborted records left": {
    partitions: [{ log: [{ records: 5 }, { records: 3, transaction: "abort" }], committed: 5 }],
  },
  "behind markers": {
    partitions: [
      {
        log: [{ records: 5, transaction: "commit" }, { records: 3, transaction: "abort" }, { records: 4 }],
        committed: 5,
      },
    ],
  },
  "a hanging transaction": {
    partitions: [{ log: [{ records: 5 }, { records: 2, transaction: "open" }, { records: 3 }], committed: 5 }],
  },
  compacted: { partitions: [plain(10, 4)], configs: { "cleanup.policy": "compact" } },
} as const satisfies Readonly<Record<string, Scene>>;

export type SceneName = keyof typeof scenes;

/** Where the log ends, and where its last stable offset is. */
export function endsOf({ log }: ScenePartition): { readonly end: number; readonly lastStable: number } {
  let end = 0;
  let lastStable: number | null = null;
  for (const { records, transaction } of log) {
    if (transaction === "open") lastStable ??= end;
    end += records + (transaction === "commit" || transaction === "abort" ? 1 : 0);
  }
  return { end, lastStable: lastStable ?? end };
}
