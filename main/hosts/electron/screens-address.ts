export const screensScheme = "app";
const screensHost = "countersign";

/** The origin of the only pages that this application shows. */
export const screensOrigin = `${screensScheme}://${screensHost}`;

/** Where the window starts. */
export const screensUrl = `${screensOrigin}/`;

/** Parsed rather than compared by prefix, which `app://countersign.example/` would pass. */
export const isScreensUrl = (url: string): boolean => {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${screensScheme}:` &&
    parsed.host === screensHost &&
    parsed.username === "" &&
    parsed.password === ""
  );
};

/** An address for the log: its origin, without a path or a query, which may contain private data. */
export const shortAddress = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed === null ? "an address that cannot be read" : `${parsed.protocol}//${parsed.host}`;
};
