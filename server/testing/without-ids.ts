/** A document as text without its random ids, whose digits may look like an amount. */
export const withoutIds = (document: unknown): string =>
  JSON.stringify(document).replaceAll(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g, "an-id");
