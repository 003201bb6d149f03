import type { Observable, Subscription } from "rxjs";

export interface LiveOptions<Value> {
  /** Emits when something changed that the value may depend on. */
  readonly changes$: Observable<unknown>;
  readonly compute: () => Promise<Value>;
  readonly onValue: (value: Value) => void;
  readonly onError: (error: unknown) => void;
}

/** During a first load changes come without a pause; a screen needs no more than this many milliseconds' freshness. */
const shortestGap = 50;

const wait = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Computes a value now and again after changes. Changes that come while it computes are answered by one more
 * computation, never by a queue of them. A value equal to the last one is not reported again.
 * @returns the function that ends it.
 */
export const live = <Value>({ changes$, compute, onValue, onError }: LiveOptions<Value>): (() => void) => {
  let isEnded = false;
  let isDirty = true;
  let isRunning = false;
  let last: string | undefined;

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    while (isDirty && !isEnded) {
      isDirty = false;
      try {
        const value = await compute();
        const text = JSON.stringify(value);
        if (!isEnded && text !== last) onValue(value);
        last = text;
      } catch (error) {
        if (!isEnded) onError(error);
      }
      await wait(shortestGap);
    }
    isRunning = false;
  };

  const subscription: Subscription = changes$.subscribe(() => {
    isDirty = true;
    void run();
  });
  void run();
  return () => {
    isEnded = true;
    subscription.unsubscribe();
  };
};
