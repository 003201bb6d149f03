// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { decided, openOrder as open } from "#renderer/testing/open-order.tsx";
import {
  before,
  hybridOrder,
  recurringOrder,
  sampleCommandId,
  sampleOrder,
  unpricedOrder,
} from "#renderer/testing/sample-orders.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { ada, ben, clara, rosa } from "#renderer/testing/sample-people.ts";

const heading = async (order: Order) => screen.findByRole("heading", { level: 1, name: order.number });
const region = async (name: string) => screen.findByRole("region", { name });

describe("an order", () => {
  it("tells why I am asked, how much, from whom, and what my answer leads to", async () => {
    const order = sampleOrder();
    open(order);
    await heading(order);
    expect(textOf(await region("Why you are asked"))).toContain(
      "1,240.00 EUR exceeds the spending limit of 1,000.00 EUR per order.",
    );
    const facts = textOf(await region("Order"));
    for (const fact of [
      "Rosa Lind",
      "Northwind Traders",
      "Cloud Harbour Resellers ← Meridian Distribution",
      "4711 Field service",
    ])
      expect(facts).toContain(fact);
    expect(textOf(await region("Decision"))).toContain("the approval is complete and the order goes to the seller");
  });

  it("shows a changed quantity, old and new, with the difference, and the totals", async () => {
    open(sampleOrder());
    const lines = await region("Lines");
    expect(within(lines).getByRole("row", { name: /business premium.* from 10 .*to 25 \+15 seats/ })).toBeDefined();
    expect(textOf(within(lines).getByRole("row", { name: /^Gross total/ }))).toBe("Gross total1,240.00 EUR");
  });

  it("says in words that there is no price, and which lines are paid by use", async () => {
    open(unpricedOrder());
    const lines = await region("Lines");
    expect(within(lines).getByRole("row", { name: "Gross total No price" })).toBeDefined();
    expect(within(lines).getByRole("row", { name: /Pay per use/ })).toBeDefined();
    expect(textOf(await region("Why you are asked"))).toContain("2 of 3");
  });

  it("S49 lists every stage with who decided what, when and why, to whoever may see the order", async () => {
    open(sampleOrder(), rosa);
    const [first, second] = within(await screen.findByRole("list", { name: "Approval stages" })).getAllByRole(
      "heading",
    );
    const stage = (title: HTMLElement | undefined) => textOf(title?.closest("li") as HTMLElement);
    expect(stage(first)).toMatch(
      /Cost centre manager.*Approved.*Clara Díaz approved · .*Within the plan for the new team\./,
    );
    expect(stage(second)).toMatch(/Approver.*Open.*Ada Berg, Ben Okafor, Gus Meyer \(any one of 3\)/);
  });

  it("A88 says which stages are asked at the same time, in the list and before the decision", async () => {
    open(hybridOrder());
    const stages = await screen.findByRole("list", { name: "Approval stages" });
    expect(textOf(stages)).toContain("Asked at the same time as: Distributor");
    expect(textOf(stages)).toContain("Asked at the same time as: Reseller");
    expect(textOf(stages)).toContain("Meridian Distribution’s credit risk settings require this approval.");
    expect(textOf(await region("Decision"))).toContain(
      "still waits for the others who are asked at the same time: Distributor.",
    );
  });

  it("names who stands in for whom and until when, whom a stage was escalated to, and both in the decision", async () => {
    const { flow } = sampleOrder();
    const [first, second] = flow.stages;
    const of = referenceTo(ada);
    const candidates = [
      of,
      { ...referenceTo(ben), delegation: { delegator: of, validFrom: before(48), validUntil: before(-240) } },
      { ...referenceTo(clara), escalatedAt: before(24) },
    ];
    const order = sampleOrder({ flow: { ...flow, stages: [first!, { ...second!, candidates }] } });
    open(decided(order, ben, { onBehalfOf: of }), ben);
    const stages = textOf(await screen.findByRole("list", { name: "Approval stages" }));
    // The days are those of the reader's time zone.
    const [until, since] = [before(-240), before(24)].map((instant) => formatInstant(instant, "date"));
    expect(stages).toContain(`Ben Okafor (for Ada Berg, until ${until})`);
    expect(stages).toContain(`Clara Díaz (also asked since ${since}, because nobody had decided)`);
    expect(stages).toContain("Ben Okafor for Ada Berg approved");
  });

  it("lists the comments, and which of them are still waiting to be sent", async () => {
    const { flow } = sampleOrder();
    const made = { deviceId: deviceIdSchema.parse("device-1"), madeAt: before(2) };
    const comments = [
      {
        id: sampleCommandId(3),
        text: "Is the offer still valid?",
        person: referenceTo(ben),
        receivedAt: before(2),
        ...made,
      },
      { id: sampleCommandId(4), text: "Until Friday.", person: referenceTo(ada), ...made },
    ];
    open(sampleOrder({ flow: { ...flow, comments } }));
    const [asked, answered] = within(await region("Comments")).getAllByRole("listitem");
    expect(textOf(asked!)).toMatch(/^Ben Okafor · .*Is the offer still valid\?$/);
    expect(textOf(answered!)).toMatch(/Until Friday\.Waiting to be sent$/);
  });

  it("takes a comment from anybody who can see the order, by the button or with M, and never an empty one", async () => {
    const order = sampleOrder();
    const { bridge, user } = open(order, rosa);
    await heading(order);
    await user.keyboard("m");
    const dialog = await screen.findByRole("dialog", { name: "Comment on the order" });
    const text = within(dialog).getByRole("textbox", { name: "Comment" });
    expect(document.activeElement).toBe(text);
    await user.click(within(dialog).getByRole("button", { name: "Comment" }));
    expect(textOf(dialog)).toContain("There is no comment yet.");
    expect(bridge.called).toEqual([]);
    await user.type(text, " Until Friday. {Control>}{Enter}{/Control}");
    expect(bridge.called).toEqual([{ name: "comment-on-order", input: { orderId: order.id, text: "Until Friday." } }]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(within(await region("Comments")).getByRole("button", { name: "Comment" })).toBeDefined();
  });

  it("D05 I18 shows interval, start, end, repetitions, next dates and the amounts of a recurring order", async () => {
    open(recurringOrder());
    const recurrence = await region("Recurrence");
    const text = textOf(recurrence);
    for (const part of ["every 3 weeks", "Dec 1, 2026", "No end", "12", "1,240.00 EUR", "14,880.00 EUR"])
      expect(text).toContain(part);
    const dates = within(recurrence).getByRole("list", { name: "Next dates" });
    expect(within(dates).getAllByRole("listitem").map(textOf).slice(0, 3)).toEqual([
      "Dec 1, 2026",
      "Dec 22, 2026",
      "Jan 12, 2027",
    ]);
  });

  it("I18 has no recurrence on an order that happens once", async () => {
    const order = sampleOrder();
    open(order);
    await heading(order);
    expect(screen.queryByRole("region", { name: "Recurrence" })).toBeNull();
  });

  it("D10 goes back to the inbox with U", async () => {
    const order = sampleOrder();
    const { user, visited } = open(order);
    await heading(order);
    await user.keyboard("u");
    expect(visited.at(-1)).toBe("/inbox");
  });

  it("says what may have happened to an order that is not here", async () => {
    const order = sampleOrder();
    const { bridge } = open(order);
    bridge.provide("order", () => null);
    expect(await screen.findByRole("heading", { name: "This order is not available" })).toBeDefined();
  });
});
