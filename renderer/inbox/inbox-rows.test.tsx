// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { InboxRow, StatusView } from "@countersign/shared/contract/views.ts";
import { formatExactly } from "#renderer/kit/format-time.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { cellsOf, endAligned, headersOf } from "#renderer/testing/grid.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, sampleCommandId, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { ada } from "#renderer/testing/sample-people.ts";
import { sampleInboxRow } from "#renderer/testing/sample-rows.ts";
import { shownPosition, ShownPosition } from "#renderer/testing/shown-position.tsx";

import { InboxScreen } from "./InboxScreen.tsx";

const open = (rows: readonly InboxRow[] | undefined, status: Partial<StatusView> = {}) => {
  const bridge = new FakeBridge()
    .provide("order", () => orderViewFor(sampleOrder(), ada.id))
    .provide("status", () => ({ connection: "online", waitingToSend: 0, refused: 0, inboxCount: 0, ...status }))
    .answer("approve-order", () => ok({ commandId: sampleCommandId(1) }))
    .answer("reject-order", () => ok({ commandId: sampleCommandId(1) }));
  const provide = (some: readonly InboxRow[]) =>
    bridge.provide("inbox", ({ start, count }) => ({
      total: some.length,
      start,
      rows: some.slice(start, start + count),
    }));
  if (rows !== undefined) provide(rows);
  const inbox = (
    <>
      <InboxScreen />
      <ShownPosition />
    </>
  );
  return { bridge, provide, ...renderScreen(inbox, bridge) };
};
const rowNamed = (name: RegExp) => screen.findByRole("row", { name });
const chosen = () => textOf(screen.getByRole("row", { selected: true }));
const lastDecision = () => screen.getByRole("status", { name: "Last decision" });
const heading = () => textOf(screen.getByRole("heading", { level: 1 }));

describe("a row of the inbox", () => {
  it("D04 stands under the names of its columns, with its amount aligned", async () => {
    open([sampleInboxRow(0), sampleInboxRow(1, { isRecurring: true })]);
    await rowNamed(/CS-1001/);
    expect(headersOf("Inbox")).toEqual(["Order", "Requester", "Customer", "Amount", "Recurring", "Waiting", "Stage"]);
    expect(endAligned("Inbox")).toEqual(["Amount"]);
    const [, , , , recurring, ...others] = screen.getAllByRole("columnheader");
    const isHidden = (header: HTMLElement) => header.querySelector(".visually-hidden") !== null;
    expect([isHidden(recurring!), others.some(isHidden)]).toEqual([true, false]);
    const [number, requester, customer, amount, mark, , stage] = cellsOf(/CS-1000/);
    expect([number, requester, customer, amount, mark, stage]).toEqual([
      "CS-1000",
      "Rosa Lind",
      "Northwind Traders",
      "1,240.00 EUR",
      "",
      "Approver",
    ]);
  });

  it("marks a recurring order with a sign and in words", async () => {
    open([sampleInboxRow(0, { isRecurring: true })]);
    const mark = within(await rowNamed(/CS-1000/)).getByTitle("Recurring");
    expect([textOf(mark), mark.querySelector("svg")?.getAttribute("aria-hidden")]).toEqual(["Recurring", "true"]);
    expect(mark.querySelector(".visually-hidden")?.textContent).toBe("Recurring");
  });

  it("says how long the order has waited, with the exact time on hover", async () => {
    const since = before(0);
    open([sampleInboxRow(0, { waitingSince: since })]);
    const age = within(await rowNamed(/CS-1000/)).getByTitle(formatExactly(since));
    expect(textOf(age)).toBe(cellsOf(/CS-1000/)[5]);
    expect(textOf(age)).toMatch(/^\d+ (min|hr|days?)$/);
  });
});

describe("the inbox", () => {
  it("tells the keys beside its rows, to people who see them", async () => {
    open([sampleInboxRow(0)]);
    await rowNamed(/CS-1000/);
    const hints = screen.getByText("all keys").parentElement!;
    expect(textOf(hints)).toBe("JKmove↵openAapproveRreject?all keys");
    expect(hints.getAttribute("aria-hidden")).toBe("true");
    expect(heading()).toBe("Inbox 1 order is waiting for you");
  });

  it("has no count, no keys and no grid while nothing waits, and leads to the history", async () => {
    open([]);
    await screen.findByRole("heading", { name: "Nothing is waiting for you" });
    expect(heading()).toBe("Inbox");
    expect([screen.queryByText("all keys"), screen.queryByRole("grid")]).toEqual([null, null]);
    expect(textOf(document.body)).toContain("New orders appear here as they arrive.");
    expect(screen.getByRole("link", { name: "See what has been decided" }).getAttribute("href")).toBe("/history");
  });

  it("says nothing of newer orders at the server while it is still connecting", async () => {
    open([], { connection: "connecting" });
    await screen.findByRole("heading", { name: "Nothing is waiting for you" });
    expect(textOf(document.body)).not.toContain("newer orders may be waiting there");
  });

  it("says that the first load takes a moment, and leads nowhere else", async () => {
    open([], { loading: { orders: 4 } });
    await screen.findByRole("heading", { name: "Your orders are being loaded" });
    expect(textOf(document.body)).toContain("The first load takes a moment.");
    expect(screen.queryByRole("link")).toBeNull();
  });

  it("has neither a count nor rows before they are known, and its keys decide nothing", async () => {
    const { user, bridge } = open(undefined);
    expect(heading()).toBe("Inbox");
    expect(screen.getByRole("grid", { name: "Inbox" }).getAttribute("aria-rowcount")).toBe("1");
    await user.keyboard("ar");
    expect(bridge.called).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says why it cannot be shown", async () => {
    const { bridge } = open(undefined);
    bridge.refuse("inbox", { code: "local-store-full", args: {} });
    expect(textOf(await screen.findByRole("alert"))).toContain("no space left on the disk");
  });
});

describe("a decision in the inbox", () => {
  it("is named with a way to take it back, once it is made", async () => {
    const { user, bridge } = open([sampleInboxRow(0)]);
    await rowNamed(/CS-1000/);
    expect(textOf(lastDecision())).toBe("");
    bridge.answer("approve-order", () => fail({ code: "local-store-full", args: {} }));
    await user.keyboard("a");
    await screen.findByRole("alert");
    expect(textOf(lastDecision())).toBe("");
    bridge.answer("approve-order", () => ok({ commandId: sampleCommandId(1) }));
    await user.keyboard("a");
    await waitFor(() => expect(textOf(lastDecision())).toBe("Approved CS-1000. Open it to cancel the authorization"));
    expect(within(lastDecision()).getByRole("link").getAttribute("href")).toBe("/orders/order-0");
  });

  it("is named as a rejection once it is made", async () => {
    const { user } = open([sampleInboxRow(0)]);
    await rowNamed(/CS-1000/);
    await user.keyboard("r");
    const dialog = await screen.findByRole("dialog", { name: "Reject order" });
    expect(textOf(dialog)).toContain("Order CS-1000 ends here");
    await user.type(within(dialog).getByRole("textbox", { name: "Reason" }), "Too dear");
    await user.click(within(dialog).getByRole("button", { name: "Reject order" }));
    await waitFor(() => expect(textOf(lastDecision())).toBe("Rejected CS-1000. Open it to cancel the authorization"));
    expect(within(lastDecision()).getByRole("link").getAttribute("href")).toBe("/orders/order-0");
  });

  it("is not made when the dialog is left", async () => {
    const { user, bridge } = open([sampleInboxRow(0)]);
    await rowNamed(/CS-1000/);
    await user.keyboard("r");
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect([bridge.called, textOf(lastDecision())]).toEqual([[], ""]);
  });

  it("becomes possible as soon as main allows it, and the old refusal goes", async () => {
    const mayDecide = { allowed: false, refusal: { code: "newer-program-needed", args: {} } } as const;
    const { user, bridge, provide } = open([sampleInboxRow(0, { mayDecide })]);
    await rowNamed(/CS-1000/);
    await user.keyboard("a");
    await screen.findByRole("alert");
    provide([sampleInboxRow(0)]);
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    await user.keyboard("a");
    expect(bridge.called).toEqual([{ name: "approve-order", input: { orderId: "order-0", stageId: "stage-2" } }]);
  });
});

describe("the place in the inbox", () => {
  it("is shared with the other screens, by row and order", async () => {
    const { user } = open([sampleInboxRow(0), sampleInboxRow(1), sampleInboxRow(2)]);
    await rowNamed(/CS-1002/);
    await waitFor(() => expect(shownPosition()).toBe("0 order-0"));
    await user.keyboard("jj");
    await waitFor(() => expect(shownPosition()).toBe("2 order-2"));
    expect(chosen()).toContain("CS-1002");
  });

  it("moves along with its order, and to the last row when rows behind it are all that left", async () => {
    const { user, provide } = open([sampleInboxRow(0), sampleInboxRow(1), sampleInboxRow(2)]);
    await rowNamed(/CS-1002/);
    await user.keyboard("{End}");
    provide([sampleInboxRow(7), sampleInboxRow(0), sampleInboxRow(1), sampleInboxRow(2)]);
    await waitFor(() => expect(shownPosition()).toBe("3 order-2"));
    provide([sampleInboxRow(7), sampleInboxRow(0)]);
    await waitFor(() => expect(shownPosition()).toBe("1 order-0"));
    expect(chosen()).toContain("CS-1000");
  });

  it("is kept while the inbox is empty for a moment", async () => {
    const { user, provide } = open([sampleInboxRow(0), sampleInboxRow(1)]);
    await rowNamed(/CS-1001/);
    await user.keyboard("j");
    await waitFor(() => expect(shownPosition()).toBe("1 order-1"));
    provide([]);
    await screen.findByRole("heading", { name: "Nothing is waiting for you" });
    expect(shownPosition()).toBe("1 order-1");
  });

  it("is known by its row while the order there is being fetched", async () => {
    const { user } = open(Array.from({ length: 250 }, (_, index) => sampleInboxRow(index)));
    await rowNamed(/CS-1000/);
    await user.keyboard("{End}");
    await waitFor(() => expect(shownPosition()).toBe("249 "));
  });
});
