// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { HistoryRow } from "@countersign/shared/contract/views.ts";
import { formatExactly, formatInstant } from "#renderer/kit/format-time.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { cellsOf, endAligned, headersOf } from "#renderer/testing/grid.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { ada } from "#renderer/testing/sample-people.ts";
import { sampleHistoryRow } from "#renderer/testing/sample-rows.ts";

import { HistoryScreen } from "./HistoryScreen.tsx";

const title = "Authorization history";

/** A screen with these entries, and the queries that it made. */
const open = (lines: readonly HistoryRow[]) => {
  const queries: unknown[] = [];
  const bridge = new FakeBridge().provide("history", (query) => {
    queries.push(query);
    const { start, count } = query;
    return { total: lines.length, start, rows: lines.slice(start, start + count) };
  });
  return { bridge, queries, ...renderScreen(<HistoryScreen />, bridge, "/history") };
};
const row = (name: RegExp) => screen.findByRole("row", { name });
const madeAt = (hours: number) => formatInstant(before(hours), "date-time").replaceAll("\u202F", " ");

describe("an entry of the history", () => {
  it("D06 S49 stands under the names of its columns, with its amount aligned", async () => {
    open([sampleHistoryRow(1, { reason: "As agreed" })]);
    await row(/^Approved CS-1/);
    expect(headersOf(title)).toEqual(["Decision", "Order", "Amount", "By", "When", "Why"]);
    expect(endAligned(title)).toEqual(["Amount"]);
    expect(cellsOf(/CS-1/)).toEqual([
      "Approved",
      "CS-1 Northwind Traders",
      "1,240.00 EUR",
      "Ben Okafor Approver",
      madeAt(1),
      "As agreed",
    ]);
  });

  it("shows a long name, a long reason and the time of receipt in full on hover", async () => {
    open([sampleHistoryRow(1, { reason: "As agreed" })]);
    const found = within(await row(/CS-1/));
    expect(textOf(found.getByTitle("Northwind Traders"))).toBe("Northwind Traders");
    expect(textOf(found.getByTitle("As agreed"))).toBe("As agreed");
    const received = `Received by the server: ${formatExactly(before(0.5))}`;
    expect(textOf(found.getByTitle(received))).toBe(madeAt(1));
  });

  it("says that no reason was given, and that it is waiting to be sent", async () => {
    const { receivedAt: _notYet, ...waiting } = sampleHistoryRow(2, {
      action: "reversed",
      onBehalfOf: referenceTo(ada),
    });
    open([sampleHistoryRow(1), waiting]);
    await row(/CS-2/);
    expect(cellsOf(/CS-1/).slice(4)).toEqual([madeAt(1), "No reason given"]);
    expect(cellsOf(/CS-2/)).toEqual([
      "Cancelled",
      "CS-2 Northwind Traders",
      "1,240.00 EUR",
      "Ben Okafor for Ada Berg Approver",
      `${madeAt(2)} Waiting to be sent`,
      "No reason given",
    ]);
    expect(within(await row(/CS-2/)).queryByTitle(/Received by the server/)).toBeNull();
  });

  it("says that its action and its stage are of a newer kind", async () => {
    open([sampleHistoryRow(1, { action: { newer: "delegated" }, stageRole: { newer: "seer" } })]);
    await row(/CS-1/);
    const kind = "A newer kind; update to see it";
    expect([cellsOf(/CS-1/)[0], cellsOf(/CS-1/)[3]]).toEqual([kind, `Ben Okafor ${kind}`]);
  });

  it("leads to its order, by its number, a press on its row, or Enter", async () => {
    const { user, visited } = open([
      sampleHistoryRow(1),
      sampleHistoryRow(2, { orderId: sampleOrder({ id: "order-2" }).id }),
    ]);
    const link = within(await row(/CS-2/)).getByRole("link", { name: "CS-2" });
    expect([link.getAttribute("href"), link.tabIndex]).toEqual(["/orders/order-2", -1]);
    await user.keyboard("j{Enter}");
    expect(visited).toEqual(["/history", "/orders/order-2"]);
  });
});

describe("the history as a whole", () => {
  it("says how many entries it has", async () => {
    open([sampleHistoryRow(1)]);
    await row(/CS-1/);
    expect(textOf(screen.getByRole("heading", { level: 1 }))).toBe(`${title} 1 entry`);
  });

  it("says nothing of entries, and not that there are none, before it is known", () => {
    renderScreen(<HistoryScreen />, new FakeBridge());
    expect(textOf(screen.getByRole("heading", { level: 1 }))).toBe(title);
    expect(screen.getByRole("grid", { name: title }).getAttribute("aria-rowcount")).toBe("1");
    expect(screen.queryByRole("heading", { name: "Nothing has been decided yet" })).toBeNull();
  });

  it("says why it cannot be shown", async () => {
    renderScreen(<HistoryScreen />, new FakeBridge().refuse("history", { code: "local-store-full", args: {} }));
    expect(textOf(await screen.findByRole("alert"))).toContain("no space left on the disk");
  });

  it("explains what will be in it, without leading back to anything", async () => {
    open([]);
    await screen.findByRole("heading", { name: "Nothing has been decided yet" });
    expect(textOf(document.body)).toContain("Each approval, rejection and cancelled authorization appears here");
    expect(screen.queryByRole("grid")).toBeNull();
    expect(screen.queryByRole("button", { name: "Show all entries" })).toBeNull();
  });

  it("is searched without the space around the number, and only space searches for nothing", async () => {
    const { user, queries } = open([]);
    await user.type(screen.getByRole("searchbox"), "  ");
    expect(await screen.findByRole("heading", { name: "Nothing has been decided yet" })).toBeDefined();
    await user.type(screen.getByRole("searchbox"), "7 ");
    await screen.findByRole("heading", { name: "No entry matches" });
    expect(textOf(document.body)).toContain("Nothing in the history matches this order number and status.");
    const searched = queries.map((query) => (query as { search: string }).search);
    expect(new Set(searched)).toEqual(new Set(["", "7"]));
    expect(queries[0]).toMatchObject({ start: 0, search: "", filter: "all" });
  });

  it("leads back to all entries from a status that none has", async () => {
    const { user, bridge } = open([sampleHistoryRow(1)]);
    bridge.provide("history", ({ start, filter }) =>
      filter === "all" ? { total: 1, start, rows: [sampleHistoryRow(1)] } : { total: 0, start, rows: [] },
    );
    await row(/CS-1/);
    await user.click(screen.getByRole("button", { name: /Status/ }));
    await user.click(await screen.findByRole("option", { name: "Rejected" }));
    await screen.findByRole("heading", { name: "No entry matches" });
    await user.click(screen.getByRole("button", { name: "Show all entries" }));
    expect(await row(/CS-1/)).toBeDefined();
    expect(screen.getByRole("button", { name: /Status/ }).textContent).toContain("All");
  });

  it("keeps its active row within a list that has become shorter", async () => {
    const lines = [sampleHistoryRow(1), sampleHistoryRow(2), sampleHistoryRow(3)];
    const { user, bridge } = open(lines);
    await row(/CS-3/);
    await user.keyboard("{End}");
    expect(textOf(screen.getByRole("row", { selected: true }))).toContain("CS-3");
    bridge.provide("history", ({ start }) => ({ total: 2, start, rows: lines.slice(0, 2) }));
    await waitFor(() => expect(textOf(screen.getByRole("row", { selected: true }))).toContain("CS-2"));
  });
});
