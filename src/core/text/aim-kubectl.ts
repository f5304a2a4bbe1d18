import { shellOption, shellQuote } from "./shell-quote.ts";

/** Which cluster and namespace a run asks, in kubectl's own words. */
export interface KubectlAim {
  /** The kubeconfig's context; null in-cluster. */
  readonly context: string | null;
  /** The file's absolute path; null where kubectl finds it by itself. */
  readonly kubeconfig: string | null;
  readonly namespace: string;
}

/** What kubectl takes: in a sentence about it something else follows. */
const COMMANDS = new Set(
  (
    "annotate api-resources apply attach auth autoscale cordon cp create debug delete describe diff drain edit events exec explain expose get label " +
    "logs patch port-forward proxy replace rollout run scale set taint top uncordon wait"
  ).split(" "),
);

/** A word `kubectl` and what follows it; what stands in quotes is another's. */
const PIECES = /(?<![\w\\])'[^']{0,4000}'|"(?:\\[^]|[^"\\]){0,4000}"|(?<![\w./@=-])kubectl(?=\s{1,20}([\w-]+))/g;

/** Up to where a command's own words reach: a shell's operator, a comment, or the end of the line. */
const WORDS_OF_ONE = /^(?:'[^']{0,4000}'|"(?:\\[^]|[^"\\]){0,4000}"|\\[^]|\s(?!#)|[^\s'"\\;&|\n()]|['"])*/;

const QUOTED = /'[^']{0,4000}'|"(?:\\[^]|[^"\\]){0,4000}"/g;

/**
 * Text with each kubectl command in it aimed: pasted where another context is the current one, it still asks the run's cluster. What a command says itself
 * (another context, its namespace, all namespaces) stays as it is.
 */
export function aimKubectl(text: string, aim: KubectlAim | null): string {
  if (aim === null) return text;
  return text.replace(PIECES, (piece, next: string | undefined, at: number) => {
    if (next === undefined || !(next.startsWith("-") || COMMANDS.has(next))) return piece;
    const options = missingOptions(text.slice(at + piece.length), aim);
    return [piece, ...options].join(" ");
  });
}

function missingOptions(rest: string, { context, kubeconfig, namespace }: KubectlAim): readonly string[] {
  const words = (WORDS_OF_ONE.exec(rest)?.[0] ?? "").replace(QUOTED, "");
  // What follows `--` is the command inside of a container.
  const [own = ""] = words.split(/\s--\s/);
  const elsewhere = /\s--(?:context|kubeconfig|cluster|server)(?=[\s=]|$)|\s-s(?=[\s=]|$)/.test(own);
  const placed = /\s--(?:namespace|all-namespaces)(?=[\s=]|$)|\s-n|\s-A(?=\s|$)/.test(own);
  return [
    ...(elsewhere || kubeconfig === null ? [] : [shellOption("--kubeconfig", kubeconfig)]),
    ...(elsewhere || context === null ? [] : [shellOption("--context", context)]),
    ...(placed ? [] : [`-n ${shellQuote(namespace)}`]),
  ];
}
