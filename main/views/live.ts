import type { Observable, Subscription } from "rxjs";

export interface LiveOptions<Change, Value> {
  readonly changes$: Observable<Change>;
  /** Whether a change may affect the value, which was `last` if that is known. */
  readonly isTouchedBy: (change: Change, last: Value | undefined) => boolean;
  /** The signal aborts the reads that the value needs. */
  readonly compute: (signal: AbortSignal) => Promise<Value>;
  readonly onValue: (value: Value) => void;
  readonly onError: (error: unknown) => void;
}

/** The shortest time between computations in milliseconds: during a first load, changes never pause. */
const shortestGap = 50;

const wait = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Computes a value now and again after changes. Changes that come while it computes are answered by one more
 * computation, never by a queue of them. A value equal to the last one is not reported again. Ending it also aborts a
 * computation under way.
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
        // After an error, the next value is reported even if it equals the last one.
        last = undefined;
        if (!signal.aborted) onError(error);
      }
      await wait(shortestGap);
    }
    isRunning = false;
  };

  const subscription: Subscription = changes$.subscribe((change) => {
    // During the computation, it is unknown what the value depends on.
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
