import manifest from "../../package.json" with { type: "json" };

/** The version that this program carries; recorded with every run. */
export const version: string = manifest.version;
