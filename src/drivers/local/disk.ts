/** What the journal asks of a file system; a simulation tears and refuses here. Errors carry the system's `code` (ENOSPC, EROFS, …). */
export interface Disk {
  /** Makes a folder 0700, and those above it. */
  makeFolder(path: string): Promise<void>;
  /** Makes one folder 0700; false when something of that name is there. */
  makeNewFolder(path: string): Promise<boolean>;
  /** null when there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** Names in a folder; [] when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Opens for appending; makes it 0600 where it is not there yet. */
  openAppend(path: string): Promise<AppendFile>;
  /**
   * Writes the bytes of a file once more in their places, and syncs it. After a sync that failed, readers see what is on no disk, and every later sync
   * succeeds without writing it: the pages are taken for clean.
   */
  rewrite(path: string): Promise<void>;
  /** What was made or renamed in this folder survives a power failure. */
  syncFolder(path: string): Promise<void>;
  /** Renames it out of the way first, so that a crash leaves no half of it under its name. */
  removeFolder(path: string): Promise<void>;
}

export interface AppendFile {
  sizeBytes(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}
