import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { FollowWindow, ListWindow } from "./windowed-list.ts";
import { createWindowedList, rowAt } from "./windowed-list.ts";

/** A list of the numbers from 0 on, which records what is followed. */
const numbers = (total: number) => {
  const open = new Map<number, (window: ListWindow<number>) => void>();
  const started: number[] = [];
  const pageOf = (start: number, count: number, offset = 0): ListWindow<number> => ({
    total,
    rows: Array.from({ length: Math.min(count, total - start) }, (_, index) => start + index + offset),
  });
  const follow: FollowWindow<number> = (start, count, onUpdate) => {
    started.push(start);
    open.set(start, (value) => onUpdate({ ok: true, value }));
    onUpdate({ ok: true, value: pageOf(start, count) });
    return () => open.delete(start);
  };
  return { follow, open, started, pageOf };
};

describe("a windowed list", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("follows only the pages of the visible rows", () => {
    const { follow, open } = numbers(100_000);
    const list = createWindowedList(follow);
    list.show(0, 30);
    expect([...open.keys()]).toEqual([0]);
    list.show(90, 120);
    vi.runAllTimers();
    expect([...open.keys()]).toEqual([0, 100]);
    expect(rowAt(list.store.getState(), 115)).toBe(115);
    expect(rowAt(list.store.getState(), 200)).toBeUndefined();
  });

  it("asks for no page that a person only drags past", () => {
    const { follow, started } = numbers(100_000);
    const list = createWindowedList(follow);
    list.show(0, 30);
    for (let row = 0; row < 50_000; row += 500) list.show(row, row + 30);
    vi.runAllTimers();
    expect(started).toEqual([0, 49_400, 49_500, 49_600]);
  });

  it("holds a few pages, however far a person scrolls", () => {
    const { follow, open } = numbers(100_000);
    const list = createWindowedList(follow);
    for (let row = 0; row < 5_000; row += 100) {
      list.show(row, row + 30);
      vi.runAllTimers();
    }
    expect(open.size).toBeLessThanOrEqual(6);
    expect(list.store.getState().pages.size).toBe(open.size);
  });

  it("shows a change to a page that it holds", () => {
    const { follow, open, pageOf } = numbers(250);
    const list = createWindowedList(follow);
    list.show(0, 30);
    open.get(0)?.(pageOf(0, 100, 1));
    expect(rowAt(list.store.getState(), 0)).toBe(1);
  });

  it("says why there are no rows", () => {
    const list = createWindowedList<number>((_start, _count, onUpdate) => {
      onUpdate({ ok: false, error: { code: "not-signed-in", args: {} } });
      return () => undefined;
    });
    list.show(0, 0);
    expect(list.store.getState().problem).toEqual({ code: "not-signed-in", args: {} });
  });

  it("ends everything it follows when it is closed", () => {
    const { follow, open } = numbers(1_000);
    const list = createWindowedList(follow);
    list.show(0, 30);
    list.close();
    expect(open.size).toBe(0);
  });
});
