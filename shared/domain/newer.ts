/**
 * A member of a closed list (a status, a kind of stage, a rule) that this version does not know, as a newer server sent it.
 * It is shown as a newer kind, and nothing may be decided that depends on it.
 */
export interface Newer {
  readonly newer: unknown;
}

export const isNewer = (value: unknown): value is Newer =>
  typeof value === "object" && value !== null && Object.hasOwn(value, "newer");

/** Whether some part of a value is of a newer kind. */
export const holdsNewer = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  return isNewer(value) || Object.values(value).some(holdsNewer);
};

/** A loosely read value in the form in which it was sent. */
export const asSent = (value: unknown): unknown => {
  if (isNewer(value)) return value.newer;
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asSent(part)]));
};
