/**
 * The headers with which both hosts serve the screens: only their own files are loaded or run.
 * `connect` names where the window may send requests (CSP Level 3, connect-src).
 */
export const screenHeaders = (connect: "'self'" | "'none'"): Readonly<Record<string, string>> => ({
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    `connect-src ${connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
});
