import type { Observable, Subscription } from "rxjs";

export interface LiveOptions<Change, Value> {
  readonly changes$: Observable<Change>;
  /** Whether the value, which was `last` where that is known, may be another one after a change. */
  readonly isTouchedBy: (change: Change, last: Value | undefined) => boolean;
  /** Reads that the value needs are broken off with the signal. */
  readonly compute: (signal: AbortSignal) => Promise<Value>;
  readonly onValue: (value: Value) => void;
  readonly onError: (error: unknown) => void;
}

/** During a first load changes come without a pause; a screen needs no more than this many milliseconds' freshness. */
const shortestGap = 50;

const wait = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Computes a value now and again after changes. Changes that come while it computes are answered by one more
 * computation, never by a queue of them. A value equal to the last one is not reported again. When it is ended, so is a
 * computation that is under way.
 * @returns the function that ends it.
 */
export const live = <Change, Value>({
  changes$,
  isTouchedBy,
  compute,
  onValue,
  onError,
}: LiveOptions<Change, Value>): (() => void) => {
  const ending = new AbortController();
  const { signal } = ending;
  let isDirty = true;
  let isRunning = false;
  let last: { readonly value: Value; readonly text: string } | undefined;

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    while (isDirty && !signal.aborted) {
      isDirty = false;
      try {
        const value = await compute(signal);
        const text = JSON.stringify(value);
        if (!signal.aborted && text !== last?.text) onValue(value);
        last = { value, text };
      } catch (error) {
        // Whoever was told of an error is told of the next value, also when it is the last one again.
        last = undefined;
        if (!signal.aborted) onError(error);
      }
      await wait(shortestGap);
    }
    isRunning = false;
  };

  const subscription: Subscription = changes$.subscribe((change) => {
    // While it is computed, nobody can tell yet what the value depends on.
    if (!isTouchedBy(change, isRunning ? undefined : last?.value)) return;
    isDirty = true;
    void run();
  });
  void run();
  return () => {
    ending.abort();
    subscription.unsubscribe();
  };
};
