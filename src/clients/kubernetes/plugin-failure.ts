import { ClientError } from "../client-error.ts";

/** A credential plugin that gave nothing. */
export class PluginFailure extends ClientError {
  constructor(what: string, lastWords: string, hint: string) {
    super("not-configured", lastWords === "" ? what : `${what}: ${lastWords}`, hint);
  }
}
