/** A server, or something in front of it, that names more than this is not trusted for that long. */
const longestSeconds = 60 * 60;

const secondsIn = (headers: Headers): number => {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value);
  if (!value.endsWith(" GMT")) return Number.NaN;
  // A date is read by the clock that wrote it: the device's own may be wrong by years.
  return (Date.parse(value) - Date.parse(headers.get("date") ?? "")) / 1_000;
};

/**
 * After how many whole seconds the server wants to be asked again (`Retry-After`, RFC 9110 10.2.3), at most an hour;
 * `undefined` when it does not say so in a way that can be read.
 */
export const retryAfterSeconds = (headers: Headers): number | undefined => {
  const seconds = secondsIn(headers);
  return Number.isFinite(seconds) ? Math.min(longestSeconds, Math.max(0, Math.ceil(seconds))) : undefined;
};
