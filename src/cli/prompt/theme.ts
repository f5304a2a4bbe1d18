import { paint, type View } from "../../reporters/text/view.ts";

/** A question's signs where the library's own would not do: in ASCII where the terminal is. */
export interface PromptTheme {
  readonly prefix?: { readonly idle: string; readonly done: string };
  readonly spinner?: { readonly interval: number; readonly frames: string[] };
}

/** What a list to choose from shows besides. */
export interface ChoiceTheme extends PromptTheme {
  readonly icon?: { readonly cursor: string };
  readonly style?: { readonly keysHelpTip: () => string };
}

/** The signs of a question on this terminal. */
export function promptTheme(view: View): PromptTheme {
  if (view.unicode) return {};
  const color = paint(view);
  return {
    prefix: { idle: color.blue("?"), done: color.green("ok") },
    spinner: { interval: 120, frames: ["-", "\\", "|", "/"] },
  };
}

/** The signs of a list to choose from. */
export function choiceTheme(view: View): ChoiceTheme {
  if (view.unicode) return {};
  const color = paint(view);
  const keys = `${color.bold("up, down")} ${color.dim("navigate,")} ${color.bold("enter")} ${color.dim("select")}`;
  return { ...promptTheme(view), icon: { cursor: ">" }, style: { keysHelpTip: () => keys } };
}
