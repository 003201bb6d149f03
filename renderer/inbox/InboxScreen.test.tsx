// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { unknownAmount } from "@countersign/shared/domain/money.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { InboxRow } from "@countersign/shared/contract/views.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, sampleCommandId, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { ada } from "#renderer/testing/sample-people.ts";
import { sampleInboxRow } from "#renderer/testing/sample-rows.ts";

import { InboxScreen } from "./InboxScreen.tsx";

/** An inbox whose orders leave once they are decided, as main's do. */
const inboxOf = (rows: InboxRow[]) => {
  const waiting = [...rows];
  const bridge = new FakeBridge()
    .provide("inbox", ({ start, count }) => ({
      total: waiting.length,
      start,
      rows: waiting.slice(start, start + count),
    }))
    .provide("order", () => orderViewFor(sampleOrder(), ada.id))
    .provide("status", () => ({ connection: "online", waitingToSend: 0, refused: 0, inboxCount: waiting.length }));
  for (const name of ["approve-order", "reject-order"] as const)
    bridge.answer(name, ({ orderId }) => {
      waiting.splice(
        waiting.findIndex((one) => one.orderId === orderId),
        1,
      );
      bridge.publish("inbox");
      return ok({ commandId: sampleCommandId(1) });
    });
  return bridge;
};

const some = (count: number) => Array.from({ length: count }, (_, index) => sampleInboxRow(index));
const activeRow = (name: RegExp = /./) => screen.getByRole("row", { selected: true, name });
const shown = (name: RegExp) => screen.findByRole("row", { name });

describe("the inbox", () => {
  it("D04 I11 says how many orders wait, from whom, for how much, since when and at which stage", async () => {
    renderScreen(
      <InboxScreen />,
      inboxOf([sampleInboxRow(0), sampleInboxRow(1, { isRecurring: true, amount: unknownAmount })]),
    );
    expect(await shown(/^CS-1000 Rosa Lind Northwind Traders 1,240\.00\sEUR .* Approver$/)).toBeDefined();
    expect(await shown(/^CS-1001 .* No price Recurring/)).toBeDefined();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("Inbox 2 orders are waiting for you");
    expect(screen.getByRole("grid", { name: "Inbox" }).getAttribute("aria-rowcount")).toBe("3");
    expect(within(activeRow()).getByTitle(/2026/).getAttribute("datetime")).toBe(before(26));
  });

  it("renders only the visible rows of 100,000 orders", async () => {
    const bridge = new FakeBridge().provide("inbox", ({ start, count }) => ({
      total: 100_000,
      start,
      rows: Array.from({ length: count }, (_, offset) => sampleInboxRow(start + offset)),
    }));
    const { user } = renderScreen(<InboxScreen />, bridge);
    await shown(/^CS-1000/);
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    await user.keyboard("{End}");
    expect(activeRow().getAttribute("aria-rowindex")).toBe("100001");
  });

  it("D10 moves with j, k, arrows, Home and End and opens with Enter", async () => {
    const { user, visited } = renderScreen(<InboxScreen />, inboxOf(some(5)));
    await shown(/^CS-1000/);
    await user.keyboard("jj{ArrowDown}k");
    expect(activeRow(/^CS-1002/)).toBeDefined();
    await user.keyboard("{End}");
    expect(activeRow(/^CS-1004/)).toBeDefined();
    await user.keyboard("{Home}{Enter}");
    expect(visited.at(-1)).toBe("/orders/order-0");
  });

  it("I12 opens an order by a click", async () => {
    const { user, visited } = renderScreen(<InboxScreen />, inboxOf(some(2)));
    await user.click(await shown(/^CS-1001/));
    expect(visited.at(-1)).toBe("/orders/order-1");
  });

  it("I12 D10 approves the active order with A, names it, and goes on to the next one", async () => {
    const bridge = inboxOf(some(3));
    const { user } = renderScreen(<InboxScreen />, bridge);
    await shown(/^CS-1000/);
    await user.keyboard("ja");
    expect(bridge.called).toEqual([{ name: "approve-order", input: { orderId: "order-1", stageId: "stage-2" } }]);
    await waitFor(() => expect(activeRow(/^CS-1002/)).toBeDefined());
    const note = screen.getByRole("status", { name: "Last decision" });
    expect(note.textContent).toContain("Approved CS-1001.");
    expect(within(note).getByRole("link", { name: "Open it to cancel the authorization" })).toBeDefined();
  });

  it("D08 I13 asks for a reason when the active order is rejected with R, then goes on", async () => {
    const bridge = inboxOf(some(2));
    const { user } = renderScreen(<InboxScreen />, bridge);
    await shown(/^CS-1000/);
    await user.keyboard("r");
    const dialog = await screen.findByRole("dialog", { name: "Reject order" });
    await user.type(within(dialog).getByRole("textbox", { name: "Reason" }), "Too many seats");
    await user.click(within(dialog).getByRole("button", { name: "Reject order" }));
    await waitFor(() => expect(activeRow(/^CS-1001/)).toBeDefined());
    expect(bridge.called).toEqual([
      { name: "reject-order", input: { orderId: "order-0", stageId: "stage-2", reason: "Too many seats" } },
    ]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("D09 says what to do when a decision could not be kept, and keeps the order", async () => {
    const bridge = inboxOf(some(1)).answer("approve-order", () => fail({ code: "local-store-full", args: {} }));
    const { user } = renderScreen(<InboxScreen />, bridge);
    await shown(/^CS-1000/);
    await user.keyboard("a");
    expect((await screen.findByRole("alert")).textContent).toContain("no space left on the disk. Free some disk space");
    expect(activeRow(/^CS-1000/)).toBeDefined();
  });

  it.each<[string, Partial<InboxRow>, string, string]>([
    ["of a newer status", {}, "newer-kind", "of a newer kind, unknown to this version"],
    ["with a newer kind of stage", { stageRole: { newer: "seer" } }, "newer-kind", "of a newer kind"],
    ["that demands a newer program", {}, "newer-program-needed", "only be decided with a newer version"],
  ])("marks an order %s, and on A and R only says why it cannot be decided here", async (_, changes, code, why) => {
    const mayDecide = { allowed: false, refusal: { code, args: {} } } as const;
    const bridge = inboxOf([sampleInboxRow(0, { ...changes, mayDecide }), sampleInboxRow(1)]);
    const { user } = renderScreen(<InboxScreen />, bridge);
    await shown(/^CS-1000 .* A newer kind; update to see it$/);
    for (const key of ["a", "r"]) {
      await user.keyboard(key);
      expect(screen.getByRole("alert").textContent).toContain(why);
      expect(screen.queryByRole("dialog")).toBeNull();
      await user.keyboard("j");
      expect(screen.queryByRole("alert")).toBeNull();
      await user.keyboard("k");
    }
    expect(bridge.called).toEqual([]);
  });

  it("keeps the active order when another person decides one before it", async () => {
    const rows = some(3);
    const bridge = inboxOf(rows);
    const { user } = renderScreen(<InboxScreen />, bridge);
    await shown(/^CS-1000/);
    await user.keyboard("j");
    bridge.provide("inbox", ({ start }) => ({ total: 2, start, rows: rows.slice(1) }));
    await waitFor(() => expect(screen.queryByRole("row", { name: /^CS-1000/ })).toBeNull());
    expect(activeRow(/^CS-1001/)).toBeDefined();
  });

  it("D11 says that nothing is waiting, and that newer orders may be waiting at the server while it cannot be reached", async () => {
    const bridge = inboxOf([]);
    renderScreen(<InboxScreen />, bridge);
    expect(await screen.findByRole("heading", { name: "Nothing is waiting for you" })).toBeDefined();
    bridge.provide("status", () => ({ connection: "offline", waitingToSend: 0, refused: 0, inboxCount: 0 }));
    expect(await screen.findByText(/newer orders may be waiting there/)).toBeDefined();
  });

  it("does not call the inbox empty during the first load", async () => {
    const bridge = inboxOf([]).provide("status", () => ({
      connection: "online",
      loading: { orders: 400 },
      waitingToSend: 0,
      refused: 0,
      inboxCount: 0,
    }));
    renderScreen(<InboxScreen />, bridge);
    expect(await screen.findByRole("heading", { name: "Your orders are being loaded" })).toBeDefined();
    expect(screen.queryByText("Nothing is waiting for you")).toBeNull();
  });
});
