// @vitest-environment jsdom
import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import { createLastDecision, forgetDecision, rememberDecision } from "./last-decision.ts";
import { useWindowStores, WindowStoresProvider } from "./window-stores.tsx";

const orderId = orderIdSchema.parse("order-1");
const approval = { outcome: "approved", orderId, orderNumber: "CS-1" } as const;

describe("the last decision of a window", () => {
  it("is none at first, then the one that was made last, then none that was taken back", () => {
    const store = createLastDecision();
    expect(store.getState()).toEqual({});
    rememberDecision(store, approval);
    rememberDecision(store, { ...approval, outcome: "rejected" });
    expect(store.getState()).toEqual({ decision: { ...approval, outcome: "rejected" } });
    forgetDecision(store);
    expect(store.getState()).toEqual({});
  });
});

describe("what the screens of a window share", () => {
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it("is the same for each of them, as long as the window is open", () => {
    const { result, rerender } = renderHook(() => [useWindowStores(), useWindowStores()], {
      wrapper: WindowStoresProvider,
    });
    const [stores, others] = result.current;
    expect(others).toBe(stores);
    rememberDecision(stores!.lastDecision, approval);
    rerender();
    expect(result.current[0]).toBe(stores);
    expect(result.current[0]!.lastDecision.getState()).toEqual({ decision: approval });
    expect(stores!.inboxPosition.getState()).toEqual({ index: 0 });
  });

  it("is missing outside of a window, which is said", () => {
    vi.spyOn(console, "error").mockReturnValue(undefined);
    expect(() => renderHook(useWindowStores)).toThrow("A screen needs a WindowStoresProvider around it");
  });
});
