import { Subject } from "rxjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { live } from "./live.ts";

describe("a followed value", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const follow = (compute: (signal: AbortSignal) => Promise<number>) => {
    const changes$ = new Subject<string>();
    const values: number[] = [];
    const errors: unknown[] = [];
    const end = live<string, number>({
      changes$,
      isTouchedBy: (change, last) => change === "its own" || (change === "while it is 1" && last === 1),
      compute,
      onValue: (value) => values.push(value),
      onError: (error) => errors.push(error),
    });
    return { changes$, values, errors, end };
  };

  it("is computed again only after a change that touches it, by what it was last", async () => {
    let count = 0;
    const { changes$, values } = follow(() => Promise.resolve((count += 1)));
    const tell = async (change: string) => {
      changes$.next(change);
      await vi.runAllTimersAsync();
    };
    await vi.runAllTimersAsync();
    await tell("another's");
    expect(values).toEqual([1]);
    await tell("while it is 1");
    expect(values).toEqual([1, 2]);
    await tell("while it is 1");
    expect(values).toEqual([1, 2]);
    await tell("its own");
    expect(values).toEqual([1, 2, 3]);
  });

  it("breaks off what it is computing when nobody follows it any more, and tells nothing of that", async () => {
    const { values, errors, end } = follow(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        }),
    );
    await vi.runAllTimersAsync();
    end();
    await vi.runAllTimersAsync();
    expect([values, errors]).toEqual([[], []]);
  });
});
