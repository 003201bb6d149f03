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

  it("drops the pages first that nobody has looked at for the longest time", () => {
    const { follow, open } = numbers(100_000);
    const list = createWindowedList(follow);
    const look = (page: number) => {
      list.show(page * 100 + 40, page * 100 + 60);
      vi.runAllTimers();
    };
    for (const page of [0, 0, 20, 0, 40]) look(page);
    expect([...open.keys()].toSorted((left, right) => left - right)).toEqual([0, 100, 2_100, 3_900, 4_000, 4_100]);
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

  it("has no rows before the first page has arrived", () => {
    const list = createWindowedList<number>(() => () => undefined);
    list.show(0, 30);
    expect(list.store.getState().total).toBeUndefined();
    expect(rowAt(list.store.getState(), 0)).toBeUndefined();
  });

  it("asks for the neighbouring pages as soon as their rows are near, and for none behind the last row", () => {
    const pagesOf = (total: number, first: number, last: number) => {
      const { follow, open } = numbers(total);
      const list = createWindowedList(follow);
      list.show(0, 0);
      list.show(first, last);
      vi.runAllTimers();
      return [...open.keys()];
    };
    expect(pagesOf(1_000, 0, 24)).toEqual([0]);
    expect(pagesOf(1_000, 0, 25)).toEqual([0, 100]);
    expect(pagesOf(1_000, 275, 300)).toEqual([0, 200, 300]);
    expect(pagesOf(1_000, 274, 300)).toEqual([0, 100, 200, 300]);
    expect(pagesOf(100, 0, 99)).toEqual([0]);
    expect(pagesOf(101, 0, 99)).toEqual([0, 100]);
    expect(pagesOf(250, 210, 249)).toEqual([0, 100, 200]);
  });

  it("asks for pages a moment after the person has stopped, and only once", () => {
    const { follow, started } = numbers(1_000);
    const list = createWindowedList(follow);
    list.show(0, 10);
    list.show(300, 310);
    vi.advanceTimersByTime(59);
    expect(started).toEqual([0]);
    vi.advanceTimersByTime(1);
    expect(started).toEqual([0, 200, 300]);
    list.show(290, 310);
    vi.runAllTimers();
    expect(started).toEqual([0, 200, 300]);
  });

  it("keeps six pages, and of them those that it needed last", () => {
    const { follow, open } = numbers(100_000);
    const list = createWindowedList(follow);
    const show = (first: number, last: number) => {
      list.show(first, last);
      vi.runAllTimers();
      return [...open.keys()].toSorted((left, right) => left - right);
    };
    show(0, 10);
    show(280, 290);
    expect(show(480, 490)).toEqual([0, 200, 300, 400, 500]);
    expect(show(0, 30)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(show(680, 690)).toEqual([0, 100, 400, 500, 600, 700]);
    expect([rowAt(list.store.getState(), 250), rowAt(list.store.getState(), 50)]).toEqual([undefined, 50]);
  });

  it("follows a page again when the person comes back to it", () => {
    const { follow, started } = numbers(100_000);
    const list = createWindowedList(follow);
    for (const first of [0, 1_000, 2_000, 3_000, 0]) {
      list.show(first, first + 10);
      vi.runAllTimers();
    }
    expect(started.filter((start) => start === 0)).toHaveLength(2);
    expect(rowAt(list.store.getState(), 5)).toBe(5);
  });

  it("keeps the rows that it has beside a problem, until the next rows arrive", () => {
    let update: Parameters<FollowWindow<number>>[2] = () => undefined;
    const list = createWindowedList<number>((_start, _count, onUpdate) => {
      update = onUpdate;
      return () => undefined;
    });
    list.show(0, 0);
    update({ ok: true, value: { total: 1, rows: [7] } });
    const problem = { code: "not-signed-in", args: {} };
    update({ ok: false, error: problem });
    expect(list.store.getState()).toEqual({ total: 1, pages: new Map([[0, [7]]]), problem });
    update({ ok: true, value: { total: 2, rows: [7, 8] } });
    expect(list.store.getState()).toEqual({ total: 2, pages: new Map([[0, [7, 8]]]) });
  });

  it("says that there is no total while there were only problems", () => {
    const list = createWindowedList<number>((_start, _count, onUpdate) => {
      onUpdate({ ok: false, error: { code: "not-signed-in", args: {} } });
      return () => undefined;
    });
    list.show(0, 0);
    expect(list.store.getState()).not.toHaveProperty("total");
  });

  it("asks for nothing more once it is closed, and for everything again when it is shown again", () => {
    const { follow, open, started } = numbers(1_000);
    const list = createWindowedList(follow);
    list.show(0, 30);
    list.show(500, 530);
    list.close();
    vi.runAllTimers();
    expect(started).toEqual([0]);
    list.show(0, 10);
    expect([...open.keys()]).toEqual([0]);
  });
});
