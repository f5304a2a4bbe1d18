import { MASK } from "./mask-message.ts";

/** Fewer tokens say too little to tell a value from a word. */
const TOKENS_LEAST = 4;
/** Of the tokens, this share must be the same in both. */
const ALIKE = 0.75;

/**
 * Masks what varies between templates of the same length that are alike in most tokens: a value that looks like a word. Order does not matter to
 * which templates meet first, so they are taken in the order given.
 */
export function mergeTemplates(templates: readonly string[]): ReadonlyMap<string, string> {
  const groups: { tokens: string[]; members: string[] }[] = [];
  for (const template of templates) {
    const tokens = template.split(" ");
    const group = groups.find((one) => areAlike(one.tokens, tokens));
    if (group === undefined) groups.push({ tokens, members: [template] });
    else {
      group.tokens = group.tokens.map((token, index) => (token === tokens[index] ? token : MASK));
      group.members.push(template);
    }
  }
  return new Map(groups.flatMap(({ tokens, members }) => members.map((member) => [member, tokens.join(" ")] as const)));
}

function areAlike(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length || a.length < TOKENS_LEAST || a[0] !== b[0]) return false;
  const same = a.filter((token, index) => token === b[index] || token === MASK).length;
  return same / a.length >= ALIKE;
}
