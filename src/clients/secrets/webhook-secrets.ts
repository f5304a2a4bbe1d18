/** What of a webhook's URL opens its channel without the rest: its path, the path behind the service's own part, and each long part of it. */
export function webhookSecrets(webhook: string): readonly string[] {
  if (!URL.canParse(webhook)) return [];
  const { pathname, search } = new URL(webhook);
  const [, ...own] = pathname.split("/").filter((part) => part !== "");
  return [pathname + search, own.join("/"), ...own.filter((part) => part.length >= 8)].filter(
    (part) => part.length >= 8,
  );
}
