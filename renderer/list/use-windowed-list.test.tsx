// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import type { AppError } from "@countersign/shared/contract/views.ts";

import { useWindowedList } from "./use-windowed-list.ts";
import type { FollowWindow } from "./windowed-list.ts";
import { rowAt } from "./windowed-list.ts";

/** A list whose pages arrive when the test says so. */
const source = () => {
  const open = new Map<number, Parameters<FollowWindow<string>>[2]>();
  const follow: FollowWindow<string> = (start, _count, onUpdate) => {
    open.set(start, onUpdate);
    return () => open.delete(start);
  };
  const starts = () => [...open.keys()];
  const send = (...rows: string[]) => act(() => open.get(0)?.({ ok: true, value: { total: 300, rows } }));
  const fail = (error: AppError) => act(() => open.get(0)?.({ ok: false, error }));
  return { follow, starts, send, fail };
};

const shown = (first: FollowWindow<string>) => {
  const { result, rerender, unmount } = renderHook(({ follow }) => useWindowedList(follow), {
    initialProps: { follow: first },
  });
  return {
    replace: (follow: FollowWindow<string>) => rerender({ follow }),
    unmount,
    firstRow: () => rowAt(result.current.state, 0),
    state: () => result.current.state,
    show: (from: number, to: number) => act(() => result.current.show(from, to)),
  };
};

describe("a windowed list on a screen", () => {
  afterEach(cleanup);

  it("follows its first page at once, and others when their rows are shown", async () => {
    const numbers = source();
    const list = shown(numbers.follow);
    expect(numbers.starts()).toEqual([0]);
    expect([list.state().total, list.firstRow()]).toEqual([undefined, undefined]);
    numbers.send("a");
    expect([list.state().total, list.firstRow()]).toEqual([300, "a"]);
    list.show(180, 190);
    await expect.poll(numbers.starts).toEqual([0, 100, 200]);
  });

  it("shows every change of its rows", () => {
    const numbers = source();
    const list = shown(numbers.follow);
    numbers.send("a");
    numbers.send("b");
    expect(list.firstRow()).toBe("b");
  });

  it("keeps the old rows until the first page of another list is here", () => {
    const [old, other] = [source(), source()];
    const list = shown(old.follow);
    old.send("old");
    list.replace(other.follow);
    expect([old.starts(), other.starts(), list.firstRow()]).toEqual([[], [0], "old"]);
    other.send("new");
    expect(list.firstRow()).toBe("new");
  });

  it("keeps the newest of the old rows", () => {
    const [old, other] = [source(), source()];
    const list = shown(old.follow);
    old.send("first");
    old.send("second");
    list.replace(other.follow);
    expect(list.firstRow()).toBe("second");
  });

  it("shows why another list has no rows instead of the old rows", () => {
    const [old, other] = [source(), source()];
    const list = shown(old.follow);
    old.send("old");
    list.replace(other.follow);
    other.fail({ code: "not-signed-in", args: {} });
    expect([list.firstRow(), list.state().problem]).toEqual([undefined, { code: "not-signed-in", args: {} }]);
  });

  it("follows the rows that are shown of another list", async () => {
    const [old, other] = [source(), source()];
    const list = shown(old.follow);
    old.send("old");
    list.replace(other.follow);
    other.send("new");
    list.show(180, 190);
    await expect.poll(other.starts).toEqual([0, 100, 200]);
    expect(old.starts()).toEqual([]);
  });

  it("follows nothing once it is gone", () => {
    const numbers = source();
    const list = shown(numbers.follow);
    numbers.send("a");
    list.unmount();
    expect(numbers.starts()).toEqual([]);
  });
});
