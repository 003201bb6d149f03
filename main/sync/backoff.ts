const firstDelay = 500;
const longestDelay = 30_000;

/**
 * The delay in milliseconds before retry number `attempt` (from 0): doubling up to half a minute, and spread over
 * its upper half at random, so that a thousand clients do not come back in the same instant.
 */
const retryDelay = (attempt: number, random: () => number): number => {
  const full = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + random() * (full / 2));
};

/**
 * The delay in milliseconds before retry number `attempt` when the server asked for a pause of `seconds`: never less than
 * that, and spread, so that clients with the same pause do not come back in the same instant.
 */
export const delayAfter = (attempt: number, seconds: number, random: () => number): number =>
  Math.max(retryDelay(attempt, random), seconds * 1_000 + retryDelay(0, random));
