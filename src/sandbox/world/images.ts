/** An image of the platform's registry, which is nowhere. */
export function registryImage(nameAndTag: string): string {
  return `registry.example/${nameAndTag}`;
}

/** The image of a version of the feature API. */
export function featureApiImage(version: string): string {
  return registryImage(`feature-api:${version}`);
}
