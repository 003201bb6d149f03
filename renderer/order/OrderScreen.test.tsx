// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import { deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import type { LooseOrder, Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { decided, openOrder as open } from "#renderer/testing/open-order.tsx";
import {
  before,
  hybridOrder,
  recurringOrder,
  sampleCommandId,
  sampleOrder,
  unpricedOrder,
} from "#renderer/testing/sample-orders.ts";
import { ada, ben, clara, rosa } from "#renderer/testing/sample-people.ts";

/** What main makes of an order of which something is of a newer kind. */
const ofNewerKind = (order: LooseOrder): Partial<OrderView> => {
  const refused = { allowed: false, refusal: { code: "newer-kind", args: {} } } as const;
  const stages = order.flow.stages.map((stage) => ({ stage, state: "unknown" as const, decisions: [], asksMe: true }));
  return { order, stages, mayApprove: refused, mayReject: refused };
};

const heading = async (order: Order) => screen.findByRole("heading", { level: 1, name: order.number });
const button = (name: string) => screen.getByRole("button", { name });
const region = async (name: string) => screen.findByRole("region", { name });
const textOf = (element: Element) => (element.textContent ?? "").replaceAll("\u00A0", " ");

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

  it("S44 approves at once, by the button or with A", async () => {
    const order = sampleOrder();
    const { bridge, user } = open(order);
    await heading(order);
    await user.click(button("Approve"));
    await user.keyboard("a");
    const call = { name: "approve-order", input: { orderId: order.id, stageId: "stage-2" } };
    expect(bridge.called).toEqual([call, call]);
  });

  it("D08 I13 rejects only with a reason if the flow requires one", async () => {
    const order = sampleOrder();
    const { bridge, user } = open(order);
    await heading(order);
    await user.click(button("Reject"));
    const dialog = await screen.findByRole("dialog", { name: "Reject order" });
    const reason = within(dialog).getByRole("textbox", { name: "Reason" });
    await user.click(within(dialog).getByRole("button", { name: "Reject order" }));
    expect(textOf(dialog)).toContain("A rejection needs a reason.");
    expect(document.activeElement).toBe(reason);
    expect(bridge.called).toEqual([]);
    await user.type(reason, "  We have free seats.  {Control>}{Enter}{/Control}");
    expect(bridge.called).toEqual([
      { name: "reject-order", input: { orderId: order.id, stageId: "stage-2", reason: "We have free seats." } },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("S46 rejects without a reason if the flow makes it optional", async () => {
    const { flow } = sampleOrder();
    const order = sampleOrder({ flow: { ...flow, policy: { ...flow.policy, rejectionReason: "optional" } } });
    const { bridge, user } = open(order);
    await heading(order);
    await user.keyboard("r");
    await user.click(await screen.findByRole("button", { name: "Reject order" }));
    expect(bridge.called).toEqual([{ name: "reject-order", input: { orderId: order.id, stageId: "stage-2" } }]);
  });

  it("D08 counts a long reason, refuses one that is too long, and loses nothing that was typed when a call fails", async () => {
    const order = sampleOrder();
    const { bridge, user } = open(order);
    bridge.answer("reject-order", () => fail({ code: "local-store-full", args: {} }));
    await heading(order);
    await user.click(button("Reject"));
    const dialog = await screen.findByRole("dialog");
    const reason = within(dialog).getByRole<HTMLTextAreaElement>("textbox", { name: "Reason" });
    await user.click(reason);
    await user.paste("x".repeat(2_001));
    expect(textOf(dialog)).toContain("2,001 of 2,000 characters");
    await user.click(within(dialog).getByRole("button", { name: "Reject order" }));
    expect(textOf(dialog)).toContain("The text has 2,001 characters; at most 2,000 are allowed.");
    await user.type(reason, "{Backspace}");
    await user.click(within(dialog).getByRole("button", { name: "Reject order" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("no space left on the disk");
    expect(reason.value).toHaveLength(2_000);
  });

  it("D07 S47 cancels my authorization, and shows that this is waiting to be sent until the server has accepted it", async () => {
    const order = decided(sampleOrder(), ada, { receivedAt: undefined as never });
    const { bridge, user } = open(order, ada, {
      commands: [
        { commandId: sampleCommandId(7), type: "approve-order", madeAt: before(2), verdict: { state: "waiting" } },
      ],
    });
    await heading(order);
    expect(screen.getByRole("note").textContent).toMatch(/^Your approval from .* waiting to be sent\.$/);
    expect(textOf(screen.getByRole("list", { name: "Approval stages" }))).toContain("Waiting to be sent");
    expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
    const cancel = button("Cancel authorization");
    bridge.answer("reverse-decision", () => {
      bridge.provide("order", () => orderViewFor(sampleOrder(), ada.id));
      return ok({ commandId: sampleCommandId(9) });
    });
    await user.click(cancel);
    expect(await screen.findByRole("button", { name: "Approve" })).toBeDefined();
    expect(document.activeElement).toBe(await region("Decision"));
    expect(bridge.called).toEqual([
      { name: "reverse-decision", input: { orderId: order.id, decisionId: sampleCommandId(7) } },
    ]);
  });

  it("S47 strikes through a decision that was taken back and says who did that", async () => {
    const reversal = {
      commandId: sampleCommandId(8),
      person: referenceTo(ben),
      deviceId: deviceIdSchema.parse("device-2"),
      madeAt: before(1),
      receivedAt: before(1),
    };
    const order = decided(sampleOrder(), ada, { reversal });
    open(order);
    await heading(order);
    const entry = screen.getByText(/Cancelled by Ben Okafor/).closest("li");
    expect(entry?.querySelector("del")?.textContent).toContain("Ada Berg approved");
    expect(button("Approve")).toBeDefined();
  });

  it("S48 shows in words why an authorization can no longer be cancelled", async () => {
    const order: Order = { ...decided(sampleOrder(), ada), erpStatus: "released" };
    open(order);
    await heading(order);
    const cancel = button("Cancel authorization") as HTMLButtonElement;
    expect(cancel.disabled).toBe(true);
    expect(textOf(await region("Decision"))).toContain("The order is already released in the ERP");
  });

  it("S52 S53 says who decided before me, when, and lets me cancel that authorization", async () => {
    const order = decided(sampleOrder(), ben, { outcome: "rejected" });
    const { bridge, user } = open(order);
    await heading(order);
    expect(textOf(await region("Decision"))).toMatch(/Ben Okafor already decided this stage: rejected on .*2026/);
    await user.keyboard("c");
    expect(bridge.called).toEqual([
      { name: "reverse-decision", input: { orderId: order.id, decisionId: sampleCommandId(7) } },
    ]);
  });

  it("D09 S52 says why a decision of mine was refused and what to do", async () => {
    const args = { person: "Ben Okafor", outcome: "rejected", at: before(3) };
    const verdict = { state: "refused", at: before(1), code: "already-decided", args } as const;
    open(decided(sampleOrder(), ben, { outcome: "rejected" }), ada, {
      commands: [{ commandId: sampleCommandId(8), type: "approve-order", madeAt: before(2), verdict }],
    });
    const notice = await screen.findByText(/^Your approval from .* was refused\./);
    expect(notice.textContent).toMatch(
      /Ben Okafor already decided this stage.*If you disagree, cancel that authorization/,
    );
  });

  it("says in words why somebody who is not asked has no buttons", async () => {
    const order = sampleOrder();
    open(order, rosa);
    await heading(order);
    expect(textOf(await region("Decision"))).toContain("This stage does not ask you.");
    for (const name of ["Approve", "Reject", "Cancel authorization"])
      expect(screen.queryByRole("button", { name })).toBeNull();
  });

  const { flow } = sampleOrder();
  const newerStages = flow.stages.map((stage) => ({ ...stage, requirement: { newer: { mode: "by-lot" } } }));
  it.each<[string, Partial<LooseOrder>]>([
    ["of a newer status", { status: { newer: "on-hold" } }],
    ["with a newer kind of stage", { flow: { ...flow, stages: newerStages } }],
  ])("says that this version cannot tell whom an order %s asks", async (_, changes) => {
    open(sampleOrder(), ada, ofNewerKind({ ...sampleOrder(), ...changes }));
    expect(textOf(await region("A newer kind; update to see it"))).toMatch(/unknown to this version.*Update/);
    expect(screen.queryByText(/Nobody is being asked/)).toBeNull();
  });

  it("shows no amount of a currency, and no dates of a time zone, that only a newer version knows", async () => {
    const { totals } = sampleOrder();
    const gross = { known: true, money: { amountMinor: 100, currency: { newer: "XZZ" } } } as const;
    const recurrence = { interval: "P1M", startsAt: before(3), timeZone: { newer: "Mars/Base" } };
    open(sampleOrder(), ada, ofNewerKind({ ...sampleOrder(), totals: { ...totals, gross }, recurrence }));
    expect(textOf(await region("Recurrence"))).toBe("RecurrenceA newer kind; update to see it");
    expect(screen.queryByText(/1\.00/)).toBeNull();
  });

  it("says the same to somebody whom no stage names", async () => {
    const known = sampleOrder();
    open(known, rosa, { order: { ...known, status: { newer: "on-hold" } }, stages: [] });
    expect(textOf(await region("A newer kind; update to see it"))).toContain("unknown to this version");
    expect(screen.queryByText(/Nobody is being asked/)).toBeNull();
  });

  it("claims nothing about whom an order asks that only a newer program can decide, but still tells its outcome", async () => {
    const demanding = sampleOrder({ decidableFrom: newestProtocol + 1 });
    const { bridge } = open(demanding);
    expect(textOf(await region("A newer kind; update to see it"))).toContain(
      "This order can only be decided with a newer version of Countersign.",
    );
    expect(screen.queryByRole("region", { name: "Why you are asked" })).toBeNull();
    bridge.provide("order", () => orderViewFor(decided(demanding, ben, { outcome: "rejected" }), ada.id));
    expect(textOf(await region("What happens next"))).toContain("This order was rejected and ends here.");
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
