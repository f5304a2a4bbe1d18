const WORDS =
  /passw|passphrase|pwd|[-_]pass$|secret|token|credential|(?:api|access|account|private|encryption|signing)[-_.]?key/i;

/** Whether a name says that what it names is a secret: of a variable, an option, a setting or a key. */
export function namesSecret(name: string): boolean {
  return WORDS.test(name);
}

/** Of which there are several, they may be counted, or spoken of. */
export function withoutTokens(name: string): string {
  return name.replace(/tokens$/i, "");
}
