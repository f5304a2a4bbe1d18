import { MASK } from "./mask-message.ts";

/** Fewer tokens say too little to tell a value from a word. */
const TOKENS_LEAST = 4;
/** Of the tokens, this share must be the same in both. */
const ALIKE = 0.75;

/** Kinds of sentences of one length and beginning that are held apart; whatever comes after them stays as it is. */
const GROUPS_MOST = 100;

interface Group {
  tokens: string[];
  readonly members: string[];
}

/**
 * Masks what varies between templates of the same length that are alike in most tokens: a value that looks like a word. Order does not matter to
 * which templates meet first, so they are taken in the order given. Only those that may be alike are compared: linear in the templates.
 */
export function mergeTemplates(templates: readonly string[]): ReadonlyMap<string, string> {
  const comparable = new Map<string, Group[]>();
  for (const template of templates) {
    const tokens = template.split(" ");
    const key = `${tokens.length} ${tokens[0]}`;
    const groups = comparable.get(key) ?? [];
    comparable.set(key, groups);
    const group = groups.slice(0, GROUPS_MOST).find((one) => areAlike(one.tokens, tokens));
    if (group === undefined) groups.push({ tokens, members: [template] });
    else {
      group.tokens = group.tokens.map((token, index) => (token === tokens[index] ? token : MASK));
      group.members.push(template);
    }
  }
  const groups = [...comparable.values()].flat();
  return new Map(groups.flatMap(({ tokens, members }) => members.map((member) => [member, tokens.join(" ")] as const)));
}

/** Of the same length and with the same first token. */
function areAlike(a: readonly string[], b: readonly string[]): boolean {
  if (a.length < TOKENS_LEAST) return false;
  const same = a.filter((token, index) => token === b[index] || token === MASK).length;
  return same / a.length >= ALIKE;
}
