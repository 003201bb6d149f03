import { setTimeout as pause } from "node:timers/promises";

const firstPauseMillis = 100;
const longestPauseMillis = 10_000;

/**
 * Reconnects, with growing pauses, until `signal` is aborted. `connect` resolves when its connection has ended; its
 * failures are passed to `report`.
 */
export const keepConnected = async (
  connect: () => Promise<void>,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (error: unknown) => void },
): Promise<void> => {
  for (let millis = firstPauseMillis; !signal.aborted; millis = Math.min(millis * 2, longestPauseMillis)) {
    const startedAt = performance.now();
    await connect().catch(report);
    if (performance.now() - startedAt > longestPauseMillis) millis = firstPauseMillis;
    await pause(millis * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  }
};
