import type { Runbook, RunbookAlert } from "../runbook/runbook.ts";

export type Labels = { readonly [label: string]: string };

/** An alert as Alertmanager has it, or as somebody typed it: then nothing is known of its annotations. */
export interface SeenAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** A runbook, and the alert as it answers it: by an entry of its own, or with its own severity. */
export interface Answering {
  readonly runbook: Runbook;
  readonly alert: RunbookAlert;
}

/** A link among an alert's annotations, e.g. of `runbook_url`. */
export interface Link {
  readonly annotation: string;
  /** The last part of its path, e.g. "feature-store-down" of https://runbooks.internal/feature-store-down. */
  readonly name: string;
}

/** What led to a runbook, in the order in which it counts. */
export type LedBy = "annotation" | "entry" | "link";

/** Another runbook, to which something that counts less would have led. */
export interface Overruled {
  readonly by: LedBy;
  readonly runbook: string;
}

export type ResolvedAlert =
  | ({ readonly kind: "one"; readonly by: LedBy; readonly overruled: readonly Overruled[] } & Answering)
  /** Several runbooks answer it, and none says more precisely than the others that it does. */
  | { readonly kind: "ambiguous"; readonly candidates: readonly Answering[] }
  /** It is annotated with the name of a runbook that is not there. `instead`: what answers it without the annotation. */
  | {
      readonly kind: "misnamed";
      readonly named: string;
      readonly nearest: string | null;
      readonly instead: readonly Answering[];
    }
  /** `missing`: what labels the runbooks that know the name ask for besides. `links`: what its annotations link to, none of which is a runbook here. */
  | {
      readonly kind: "unknown";
      readonly nearest: string | null;
      readonly missing: readonly Answering[];
      readonly links: readonly Link[];
    };
