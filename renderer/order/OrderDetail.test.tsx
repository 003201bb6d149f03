// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { unknownAmount } from "@countersign/shared/domain/money.ts";
import type { LooseOrder, OrderStatus } from "@countersign/shared/domain/order.ts";
import { formatExactly, formatInstant } from "#renderer/kit/format-time.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { detailsIn, textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, recurringOrder, sampleOrder, unpricedOrder } from "#renderer/testing/sample-orders.ts";
import { ada } from "#renderer/testing/sample-people.ts";

import { Facts } from "./Facts.tsx";
import { LinesTable } from "./LinesTable.tsx";
import { OrderDetail } from "./OrderDetail.tsx";
import { OrderHead } from "./OrderHead.tsx";
import { OutcomePanel } from "./OutcomePanel.tsx";
import { RecurrencePanel } from "./RecurrencePanel.tsx";

const order = sampleOrder();
const region = (name: string) => screen.getByRole("region", { name });

describe("the parts of an order's page", () => {
  it("are a region named by the order, which the keyboard can scroll, with all panels, and the decision", () => {
    renderScreen(<OrderDetail view={orderViewFor(recurringOrder(), ada.id)} />, new FakeBridge());
    const detail = region("CS-1043");
    expect(detail.tabIndex).toBe(0);
    expect(within(detail).getAllByRole("heading", { level: 2 }).map(textOf)).toEqual([
      "Why you are asked",
      "Order",
      "Lines",
      "Approval stages",
      "Recurrence",
      "Comments",
    ]);
    expect(region("Decision").tabIndex).toBe(-1);
  });
});

describe("the head of an order", () => {
  it.each<[OrderStatus, string]>([
    ["draft", "Draft"],
    ["waiting-for-parent", "Waiting for a parent order"],
    ["waiting-for-data", "Waiting for data"],
    ["pending", "Pending"],
    ["approved", "Approved"],
    ["not-needed", "No approval needed"],
    ["rejected", "Rejected"],
    ["blocked-by-credit", "Blocked by the credit limit"],
    ["executing", "Being executed"],
    ["executed", "Executed"],
    ["failed-after-approval", "Failed after approval"],
  ])("says in words that its status is %s, beside number, customer and amount", (status, words) => {
    renderScreen(<OrderHead order={sampleOrder({ status })} />, new FakeBridge());
    const head = screen.getByRole("heading", { level: 1, name: "CS-1042" }).parentElement!;
    expect(textOf(head)).toBe(`CS-1042${words}Northwind Traders1,240.00 EUR`);
    expect(within(head).getByTitle(words).querySelector("svg")).not.toBeNull();
  });

  it("says that its status is of a newer kind", () => {
    renderScreen(<OrderHead order={{ ...order, status: { newer: "on-hold" } }} />, new FakeBridge());
    expect(screen.getByTitle("A newer kind; update to see it").querySelector("svg")).not.toBeNull();
  });
});

describe("the facts of an order", () => {
  const factsOf = (shown: LooseOrder) => {
    renderScreen(<Facts order={shown} />, new FakeBridge());
    return region("Order");
  };

  it("name who ordered for whom, who sells it, when, and on which cost centre", () => {
    const facts = factsOf(order);
    expect(detailsIn(facts)).toEqual([
      ["Requester", "Rosa Lind"],
      ["Customer", "Northwind Traders"],
      ["Sold by", "Cloud Harbour Resellers ← Meridian Distribution"],
      ["Placed", formatInstant(before(52), "date-time")],
      ["Cost centre", "4711 Field service"],
      ["Source", "Demo "],
    ]);
    expect(textOf(facts)).toMatch(/Note: Fifteen more technicians start/);
    expect(within(facts).getByTitle(formatExactly(before(52)))).toBeDefined();
  });

  it("say what the order does not have, and have no empty note", () => {
    const { reseller: _r, distributor: _d, costCentre: _c, note: _n, ...bare } = unpricedOrder();
    const facts = factsOf(bare);
    expect(detailsIn(facts)).toEqual(
      expect.arrayContaining([
        ["Sold by", "None"],
        ["Cost centre", "None"],
        ["Source", "CloudBlue Connect PR-5852-1608-0000-001"],
      ]),
    );
    expect(textOf(facts)).not.toContain("Note");
  });

  it("name the only partner if the chain has one", () => {
    const { distributor: _none, ...direct } = order;
    expect(detailsIn(factsOf({ ...direct, source: { system: "api" } }))).toEqual(
      expect.arrayContaining([
        ["Sold by", "Cloud Harbour Resellers"],
        ["Source", "Order API "],
      ]),
    );
  });
});

describe("the lines of an order", () => {
  const cells = (row: HTMLElement) => within(row).getAllByRole("cell").map(textOf);

  it("have product, vendor and number, quantity with its change, price and total, and end with the totals", () => {
    renderScreen(<LinesTable order={order} />, new FakeBridge());
    const table = within(region("Lines")).getByRole("table");
    expect(within(table).getAllByRole("columnheader").map(textOf)).toEqual([
      "Product",
      "Quantity",
      "Unit price",
      "Total",
    ]);
    const [, first, second, ...totals] = within(table).getAllByRole("row");
    expect(cells(first!)).toEqual([
      "Office productivity suite, business premium Contoso Software · OPS-BP-12",
      "from 10 → to 25 +15 seats",
      "36.00 EUR",
      "900.00 EUR",
    ]);
    expect(cells(second!)).toEqual(["Endpoint backup, 1 TB Tailspin · EB-1TB", "1.5 TB", "94.68 EUR", "142.02 EUR"]);
    expect(totals.map(textOf)).toEqual([
      "Net1,042.02 EUR",
      "Shipping0.00 EUR",
      "Tax197.98 EUR",
      "Gross total1,240.00 EUR",
    ]);
    for (const total of totals) expect(within(total).getByRole("rowheader").getAttribute("colspan")).toBe("3");
    expect(within(first!).getByText("→").getAttribute("aria-hidden")).toBe("true");
    expect(within(first!).getByText("from").className).toBe("visually-hidden");
    expect(within(first!).getByText("to").className).toBe("visually-hidden");
  });

  it("leave out what a line does not have", () => {
    const { vendor: _v, unit: _u, ...line } = order.lines[1]!;
    renderScreen(<LinesTable order={{ ...order, lines: [line] }} />, new FakeBridge());
    const [, only] = within(region("Lines")).getAllByRole("row");
    expect(cells(only!).slice(0, 2)).toEqual(["Endpoint backup, 1 TB EB-1TB", "1.5 "]);
  });

  it("say that a quantity is of a newer kind", () => {
    const line = { ...order.lines[1]!, quantity: { newer: { kind: "by-weight" } } };
    renderScreen(<LinesTable order={{ ...order, lines: [line] }} />, new FakeBridge());
    const [, only] = within(region("Lines")).getAllByRole("row");
    expect(cells(only!)[1]).toBe("A newer kind; update to see it TB");
  });
});

describe("the outcome of an order", () => {
  it.each<[string, Partial<LooseOrder>, RegExp]>([
    [
      "rejected",
      { status: "rejected", erpStatus: "absent" },
      /rejected and ends here\..*unless the rejection is cancelled/,
    ],
    ["exempt", { status: "not-needed", erpStatus: "released" }, /needed no approval\..*as it was placed/],
    ["approved", { status: "approved", erpStatus: "open" }, /Every stage approved this order\.It goes to the seller\./],
    ["released", { status: "approved", erpStatus: "released" }, /the seller has it\.It is released in the ERP/],
    ["posted", { status: "executed", erpStatus: "posted" }, /the seller has it\.It is posted in the ERP/],
    [
      "a draft",
      { status: "draft", erpStatus: "absent" },
      /Nobody is being asked at the moment\. Status: Draft\..*stages show/,
    ],
  ])("says what happens to one that is %s", (_, changes, text) => {
    renderScreen(<OutcomePanel order={{ ...order, ...changes }} />, new FakeBridge());
    expect(textOf(region("What happens next"))).toMatch(text);
  });
});

describe("the recurrence of an order", () => {
  const startsAt = "2026-12-01T23:30:00.000Z";
  const dateOf = (name: string) => within(region("Recurrence")).getByText(name);

  it("D05 I18 has each date in the order's time zone, with the exact time on hover", () => {
    const recurrence = { interval: "P1M", startsAt, endsAt: "2027-02-01T00:00:00.000Z", timeZone: "Asia/Tokyo" };
    const recurring = recurringOrder({ recurrence });
    renderScreen(<RecurrencePanel view={orderViewFor(recurring, ada.id)} />, new FakeBridge());
    expect(detailsIn(region("Recurrence"))).toEqual([
      ["Repeats", "every month"],
      ["Start", "Dec 2, 2026"],
      ["End", "Feb 1, 2027"],
      ["Repetitions", "Unlimited"],
      ["Amount per period", "1,240.00 EUR"],
      ["Amount per term", "2,480.00 EUR"],
      ["Next dates", "Dec 2, 2026Jan 2, 2027"],
    ]);
    const end = dateOf("Feb 1, 2027");
    expect(end.getAttribute("datetime")).toBe("2027-02-01T00:00:00.000Z");
    expect(end.title).toBe(formatExactly(recurring.recurrence!.endsAt!));
    expect(within(region("Recurrence")).getByRole("list", { name: "Next dates" })).toBeDefined();
  });

  it("D05 I18 says that a term has no end and no total, and that no date is left", () => {
    const recurring = recurringOrder({ recurrence: { interval: "P1W", startsAt, timeZone: "UTC" } });
    renderScreen(<RecurrencePanel view={{ ...orderViewFor(recurring, ada.id), nextDates: [] }} />, new FakeBridge());
    const details = Object.fromEntries(detailsIn(region("Recurrence")));
    expect(details).toMatchObject({
      End: "No end",
      Repetitions: "Unlimited",
      "Amount per term": "No end, so no total",
      "Next dates": "No further dates",
    });
    expect(screen.queryByRole("list")).toBeNull();
  });

  it("D05 I18 says that its amounts are unknown, and writes many repetitions with separators", () => {
    const recurring = unpricedOrder({ recurrence: { interval: "P1D", startsAt, timeZone: "UTC", repetitions: 1_200 } });
    renderScreen(
      <RecurrencePanel view={orderViewFor(recurring, ada.id, { termAmount: unknownAmount })} />,
      new FakeBridge(),
    );
    expect(Object.fromEntries(detailsIn(region("Recurrence")))).toMatchObject({
      Repetitions: "1,200",
      "Amount per period": "No price",
      "Amount per term": "No price",
    });
  });
});
