/** Stands where a value was that belongs on no screen. */
export const HIDDEN = "‹hidden›";
export const HIDDEN_OTHER = "‹hidden, another value›";
