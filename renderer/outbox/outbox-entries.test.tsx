// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { OutboxEntry } from "@countersign/shared/contract/views.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { cellsOf, headersOf } from "#renderer/testing/grid.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { sampleOutboxEntry } from "#renderer/testing/sample-rows.ts";

import { OutboxScreen } from "./OutboxScreen.tsx";

const order = sampleOrder();
const waits = "Kept on this device; it is sent as soon as the server can be reached. ";

const open = (entries: readonly OutboxEntry[], connection: "online" | "offline" | "connecting" = "online") => {
  const bridge = new FakeBridge()
    .provide("outbox", ({ start, count }) => ({
      total: entries.length,
      start,
      entries: entries.slice(start, start + count),
    }))
    .provide("status", () => ({ connection, waitingToSend: 1, refused: 0, inboxCount: 0 }))
    .answer("sync-now", () => ok({}));
  return { bridge, ...renderScreen(<OutboxScreen />, bridge, "/outbox") };
};
const row = (name: RegExp) => screen.findByRole("row", { name });
const timeOf = (hours: number) => formatInstant(before(hours), "date-time").replaceAll("\u202F", " ");

describe("an entry of the outbox", () => {
  it("stands under the names of its columns", async () => {
    open([
      sampleOutboxEntry(1),
      sampleOutboxEntry(2, { verdict: { state: "accepted", at: before(1), revision: 3 }, text: "As agreed" }),
    ]);
    await row(/CS-1/);
    expect(headersOf("Outbox")).toEqual(["State", "Action", "Order", "Made", "Result"]);
    expect(cellsOf(/CS-1/)).toEqual(["Waiting", "Approve", "CS-1 Northwind Traders", timeOf(1), waits]);
    expect(cellsOf(/CS-2/)).toEqual([
      "Accepted",
      "Approve",
      "CS-2 Northwind Traders",
      timeOf(2),
      `Accepted by the server on ${timeOf(1)} Reason: As agreed`,
    ]);
  });

  it("says that its answer or what it asks for is of a newer kind", async () => {
    open([
      sampleOutboxEntry(1, { verdict: { newer: { state: "delegated" } } }),
      sampleOutboxEntry(2, { type: "send-a-telex" }),
    ]);
    await row(/CS-1/);
    expect([cellsOf(/CS-1/)[0], cellsOf(/CS-1/)[4]]).toEqual(["Newer kind", "A newer kind; update to see it "]);
    expect(cellsOf(/CS-2/)[1]).toBe("Other action");
  });

  it("leads to its order, which is named by its id if the person no longer has it", async () => {
    const { orderNumber: _n, customer: _c, ...gone } = sampleOutboxEntry(2);
    open([sampleOutboxEntry(1), gone]);
    const link = within(await row(/CS-1/)).getByRole("link", { name: "CS-1" });
    expect([link.getAttribute("href"), link.tabIndex]).toEqual([`/orders/${order.id}`, -1]);
    expect(cellsOf(/^Waiting Approve order-1042/)[2]).toBe("order-1042 ");
    expect(screen.getByRole("link", { name: "order-1042" }).getAttribute("href")).toBe("/orders/order-1042");
  });

  it("leads nowhere if it is not known what it is about", async () => {
    const { orderId: _o, ...unread } = sampleOutboxEntry(1, { type: "send-a-telex" });
    const { user, visited } = open([unread]);
    await row(/CS-1/);
    expect(screen.queryByRole("link")).toBeNull();
    expect(cellsOf(/CS-1/)[2]).toBe("CS-1 Northwind Traders");
    await user.keyboard("{Enter}");
    expect(visited).toEqual(["/outbox"]);
  });

  it("is chosen by the keys, within a list that has become shorter", async () => {
    const entries = [sampleOutboxEntry(1), sampleOutboxEntry(2), sampleOutboxEntry(3)];
    const { user, bridge } = open(entries);
    await row(/CS-3/);
    const chosen = () => textOf(screen.getByRole("row", { selected: true }));
    expect(chosen()).toContain("CS-1");
    await user.keyboard("{End}");
    expect(chosen()).toContain("CS-3");
    bridge.provide("outbox", ({ start }) => ({ total: 2, start, entries: entries.slice(0, 2) }));
    await waitFor(() => expect(chosen()).toContain("CS-2"));
  });
});

describe("the outbox as a whole", () => {
  it("says how many decisions it has", async () => {
    open([sampleOutboxEntry(1)]);
    await row(/CS-1/);
    expect(textOf(screen.getByRole("heading", { level: 1 }))).toBe("Outbox 1 decision");
  });

  it("says nothing of decisions, and not that there are none, before it is known", () => {
    renderScreen(<OutboxScreen />, new FakeBridge());
    expect(textOf(screen.getByRole("heading", { level: 1 }))).toBe("Outbox");
    expect(screen.getByRole("grid", { name: "Outbox" }).getAttribute("aria-rowcount")).toBe("1");
  });

  it("explains what will be in it, and leads to the inbox", async () => {
    open([]);
    await screen.findByRole("heading", { name: "Nothing has been decided on this device yet" });
    expect(textOf(document.body)).toContain("first as waiting, then with the server’s answer.");
    expect(screen.getByRole("link", { name: "See what is waiting for you" }).getAttribute("href")).toBe("/inbox");
    expect(screen.queryByRole("grid")).toBeNull();
  });

  it("says why it cannot be shown", async () => {
    renderScreen(<OutboxScreen />, new FakeBridge().refuse("outbox", { code: "local-store-full", args: {} }));
    expect(textOf(await screen.findByRole("alert"))).toContain("no space left on the disk");
  });

  it.each(["online", "connecting"] as const)(
    "says nothing of a missing connection while it is %s",
    async (connection) => {
      open([sampleOutboxEntry(1)], connection);
      await row(/CS-1/);
      expect(screen.queryByRole("note")).toBeNull();
    },
  );

  it("says that the server cannot be reached", async () => {
    open([sampleOutboxEntry(1)], "offline");
    expect(textOf(await screen.findByRole("note"))).toMatch(/^The server cannot be reached\. Your decisions are kept/);
  });

  it("is sent at once by its button, once at a time", async () => {
    const { user, bridge } = open([sampleOutboxEntry(1)]);
    await row(/CS-1/);
    const send = screen.getByRole("button", { name: "Send now" });
    expect(send.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
    bridge.answer("sync-now", () => new Promise(() => undefined));
    await user.click(send);
    await user.click(send);
    expect(bridge.called).toEqual([{ name: "sync-now", input: {} }]);
    expect(send.getAttribute("aria-disabled")).toBe("true");
  });

  it("says why sending failed before why it cannot be shown", async () => {
    const { user, bridge } = open([sampleOutboxEntry(1)]);
    await row(/CS-1/);
    bridge.refuse("outbox", { code: "local-store-full", args: {} });
    expect(textOf(await screen.findByRole("alert"))).toContain("no space left on the disk");
    bridge.answer("sync-now", () => fail({ code: "server-unreachable", args: {} }));
    await user.click(screen.getByRole("button", { name: "Send now" }));
    await waitFor(() => expect(textOf(screen.getByRole("alert"))).toContain("The server cannot be reached."));
  });
});
