/** Why a query was not answered. `parse` and `unsupported` are found when reading it, `execution` while evaluating it. */
export type PromQLErrorKind = "parse" | "unsupported" | "execution";

/**
 * A query that cannot be answered. `position` is the offset into the query (UTF-16 units, from 0) of the part to blame;
 * undefined for failures of the evaluation, which Prometheus reports without a position too.
 */
export class PromQLError extends Error {
  readonly kind: PromQLErrorKind;
  readonly position: number | undefined;

  constructor(kind: PromQLErrorKind, message: string, position?: number) {
    super(message);
    this.name = "PromQLError";
    this.kind = kind;
    this.position = position;
  }
}
