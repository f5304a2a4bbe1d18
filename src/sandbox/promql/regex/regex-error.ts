/** A pattern that RE2 would refuse (`invalid`), or one of its constructs that this matcher does not know (`unsupported`). */
export class RegexError extends Error {
  readonly kind: "invalid" | "unsupported";

  constructor(kind: "invalid" | "unsupported", message: string) {
    super(message);
    this.name = "RegexError";
    this.kind = kind;
  }
}
