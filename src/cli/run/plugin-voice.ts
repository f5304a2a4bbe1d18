import { warn } from "../output/warn.ts";

/** Where a person reads what a credential plugin says: on stderr, and above what is on a run's screen while there is one. */
export interface PluginVoice {
  tell(line: string): void;
  /** null: there is no screen any more. */
  screen(tell: ((line: string) => void) | null): void;
}

export function pluginVoice(): PluginVoice {
  let told: (line: string) => void = warn;
  return {
    tell: (line) => told(line),
    screen: (tell) => (told = tell ?? warn),
  };
}
