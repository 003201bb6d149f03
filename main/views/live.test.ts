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

  it("is computed again only after a change that touches its last value", async () => {
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

  it("is reported again after an error, even if it is the same as before", async () => {
    let isBroken = false;
    const { changes$, values, errors } = follow(() =>
      isBroken ? Promise.reject(new Error("broken")) : Promise.resolve(1),
    );
    await vi.runAllTimersAsync();
    for (const broken of [true, false]) {
      isBroken = broken;
      changes$.next("its own");
      await vi.runAllTimersAsync();
    }
    expect([values, errors.length]).toEqual([[1, 1], 1]);
  });

  it("aborts its computation when nobody follows it any more, and does not report that", async () => {
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

  it("is computed once more after changes during its computation, never twice at a time", async () => {
    let underWay = 0;
    let most = 0;
    let count = 0;
    const { changes$, values } = follow(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 10));
      underWay -= 1;
      return (count += 1);
    });
    for (let change = 0; change < 5; change += 1) changes$.next("its own");
    await vi.runAllTimersAsync();
    expect({ most, values }).toEqual({ most: 1, values: [1, 2] });
  });

  it("treats a change during its computation as if nothing were known about the value", async () => {
    const touched: (number | undefined)[] = [];
    const changes$ = new Subject<string>();
    let finish = (): void => undefined;
    live<string, number>({
      changes$,
      isTouchedBy: (_, last) => touched.push(last) > 0,
      compute: () => new Promise((resolve) => (finish = () => resolve(7))),
      onValue: () => undefined,
      onError: () => undefined,
    });
    finish();
    await vi.runAllTimersAsync();
    changes$.next("a change");
    changes$.next("another, meanwhile");
    expect(touched).toEqual([7, undefined]);
  });

  it("is computed at most every twentieth of a second", async () => {
    let count = 0;
    const { changes$, values } = follow(() => Promise.resolve((count += 1)));
    await vi.advanceTimersByTimeAsync(0);
    changes$.next("its own");
    await vi.advanceTimersByTimeAsync(49);
    expect(values).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(values).toEqual([1, 2]);
  });

  it("is not reported again while it stays the same", async () => {
    const { changes$, values } = follow(() => Promise.resolve(3));
    await vi.runAllTimersAsync();
    changes$.next("its own");
    await vi.runAllTimersAsync();
    expect(values).toEqual([3]);
  });

  it("reports what went wrong, and is computed again after the next change", async () => {
    const broken = new Error("the disk");
    let isBroken = true;
    const { changes$, values, errors } = follow(() => (isBroken ? Promise.reject(broken) : Promise.resolve(1)));
    await vi.runAllTimersAsync();
    expect({ values, errors }).toEqual({ values: [], errors: [broken] });
    isBroken = false;
    changes$.next("its own");
    await vi.runAllTimersAsync();
    expect({ values, errors }).toEqual({ values: [1], errors: [broken] });
  });

  it("is neither reported nor computed any more once nobody follows it", async () => {
    let count = 0;
    let signal: AbortSignal | undefined;
    const { changes$, values, end } = follow((given) => {
      signal = given;
      return Promise.resolve((count += 1));
    });
    end();
    expect(signal?.aborted).toBe(true);
    expect(changes$.observed).toBe(false);
    await vi.runAllTimersAsync();
    expect({ values, count }).toEqual({ values: [], count: 1 });
  });

  it("is not computed for a change after which nobody follows it any more", async () => {
    let count = 0;
    const { changes$, end } = follow(() => Promise.resolve((count += 1)));
    await vi.advanceTimersByTimeAsync(0);
    changes$.next("its own");
    end();
    await vi.runAllTimersAsync();
    expect(count).toBe(1);
  });
});
