// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { HistoryRow } from "@countersign/shared/contract/views.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { ada } from "#renderer/testing/sample-people.ts";
import { sampleHistoryRow } from "#renderer/testing/sample-rows.ts";

import { HistoryScreen } from "./HistoryScreen.tsx";

const { receivedAt: _notYet, ...waitingLine } = sampleHistoryRow(3, { action: "reversed" });
const lines = [sampleHistoryRow(1), sampleHistoryRow(2, { action: "rejected", reason: "Too dear" }), waitingLine];

/** A history that searches and filters, as main's does. */
const history = (all: readonly HistoryRow[] = lines) =>
  new FakeBridge().provide("history", ({ start, count, search, filter }) => {
    const rows = all.filter(
      (row) =>
        row.orderNumber.includes(search) &&
        (filter === "all" || (filter === "waiting" ? row.receivedAt === undefined : row.action === filter)),
    );
    return { total: rows.length, start, rows: rows.slice(start, start + count) };
  });

const numbers = () => screen.queryAllByRole("link").map(({ textContent }) => textContent);

describe("the authorization history", () => {
  it("D06 S49 lists who decided what, when and why, and what is still waiting to be sent", async () => {
    renderScreen(<HistoryScreen />, history());
    expect(
      await screen.findByRole("row", {
        name: /^Approved CS-1 Northwind Traders 1,240\.00\sEUR Ben Okafor Approver .* No reason given$/,
      }),
    ).toBeDefined();
    expect(screen.getByRole("row", { name: /^Rejected CS-2 .* Too dear$/ })).toBeDefined();
    expect(screen.getByRole("row", { name: /^Cancelled CS-3 .* Waiting to be sent/ })).toBeDefined();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("3 entries");
  });

  it("names the substitute and the person they stood in for", async () => {
    renderScreen(<HistoryScreen />, history([sampleHistoryRow(1, { onBehalfOf: referenceTo(ada) })]));
    expect(await screen.findByRole("row", { name: /Ben Okafor for Ada Berg Approver/ })).toBeDefined();
  });

  it("D06 searches by order number; / puts the cursor there", async () => {
    const { user } = renderScreen(<HistoryScreen />, history());
    await screen.findByRole("link", { name: "CS-1" });
    await user.keyboard("/");
    expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Search by order number" }));
    await user.keyboard("CS-2");
    await waitFor(() => expect(numbers()).toEqual(["CS-2"]));
  });

  it("D06 filters by status", async () => {
    const { user } = renderScreen(<HistoryScreen />, history());
    await screen.findByRole("link", { name: "CS-1" });
    await user.click(screen.getByRole("button", { name: /Status/ }));
    const choices = within(await screen.findByRole("listbox")).getAllByRole("option");
    expect(choices.map(({ textContent }) => textContent)).toEqual([
      "All",
      "Approved",
      "Rejected",
      "Cancelled",
      "Waiting to be sent",
    ]);
    await user.click(screen.getByRole("option", { name: "Waiting to be sent" }));
    await waitFor(() => expect(numbers()).toEqual(["CS-3"]));
  });

  it("keeps the cursor in the search while nothing matches, and leads back to all entries", async () => {
    const { user } = renderScreen(<HistoryScreen />, history());
    await user.type(screen.getByRole("searchbox"), "ZZ");
    expect(await screen.findByRole("heading", { name: "No entry matches" })).toBeDefined();
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
    await user.click(screen.getByRole("button", { name: "Show all entries" }));
    await waitFor(() => expect(numbers()).toHaveLength(3));
  });

  it("says what will appear here while nothing has been decided", async () => {
    renderScreen(<HistoryScreen />, history([]));
    expect(await screen.findByRole("heading", { name: "Nothing has been decided yet" })).toBeDefined();
  });
});
