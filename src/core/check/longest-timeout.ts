/** How long a check may take at most, milliseconds: whoever is paged waits for no longer, and timers count no further than some weeks. */
export const LONGEST_TIMEOUT_MS = 3_600_000;
