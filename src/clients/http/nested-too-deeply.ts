/** So deep no server's answer is: an object of Kubernetes is below twenty. */
const MOST_LEVELS = 500;

/** Of megabytes only such are looked through as could take ten times themselves: a level takes fifty times its character. */
const LARGE = { fromCharacters: 1_000_000, charactersALevel: 10 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = { opening: 0x5b, closing: 0x5d } as const;
const BRACE = { opening: 0x7b, closing: 0x7d } as const;

/**
 * Whether a JSON text is nested deeper than 500 levels, each of which costs JSON.parse fifty times its one character. Takes time linear to the text; where
 * that is no JSON, what counts is how deep the parser would have come before it saw that. From a megabyte on a text with few brackets is not looked at, since
 * the time is wanted for the answers of large clusters: what is nested there is bounded by their number.
 */
export function nestedTooDeeply(text: string): boolean {
  // Every level takes a character: most lines of a log are done with here, and any page of words.
  if (text.length <= MOST_LEVELS || !/^\s*[[{]/.test(text)) return false;
  if (text.length >= LARGE.fromCharacters && openings(text) * LARGE.charactersALevel < text.length) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return false;
    } else if (code === BRACKET.opening || code === BRACE.opening) {
      depth += 1;
      if (depth > MOST_LEVELS) return true;
    } else if (code === BRACKET.closing || code === BRACE.closing) depth -= 1;
  }
  return false;
}

/** How many brackets and braces open, those inside of strings included. From one to the next, which the engine finds faster than a loop over all. */
function openings(text: string): number {
  let found = 0;
  for (const bracket of "[{")
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) found += 1;
  return found;
}

/** Where the quote is that ends what begins at `from`; -1: nowhere. From quote to quote, since most of an answer is inside of strings. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return -1;
}
