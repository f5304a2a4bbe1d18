/** Something that the arguments of a check or of a mitigation name, or rest on. */
export interface Thing {
  /** e.g. "topic booking-events" */
  readonly what: string;
  readonly there: boolean;
  /** Where to look when it is not. */
  readonly hint: string;
}
