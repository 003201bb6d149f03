// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { deviceIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { decided, openOrder as open } from "#renderer/testing/open-order.tsx";
import { before, sampleCommandId, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { ada, ben, rosa } from "#renderer/testing/sample-people.ts";

const heading = async (order: Order) => screen.findByRole("heading", { level: 1, name: order.number });
const button = (name: string) => screen.getByRole("button", { name });
const region = async (name: string) => screen.findByRole("region", { name });

describe("a decision on an order", () => {
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
});
