// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { stageIdSchema } from "@countersign/shared/domain/ids.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { sampleCommandId, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { ada } from "#renderer/testing/sample-people.ts";

import { RejectDialog } from "./RejectDialog.tsx";

type Rule = OrderView["order"]["flow"]["policy"]["rejectionReason"];

const order = sampleOrder();
const stageId = stageIdSchema.parse("stage-2");

/** The dialog for an order whose flow has this rule; without one, nothing is known of the order yet. */
const open = (rule?: Rule) => {
  const onClose = vi.fn<() => void>();
  const onRejected = vi.fn<() => void>();
  const bridge = new FakeBridge().answer("reject-order", () => ok({ commandId: sampleCommandId(1) }));
  const view = orderViewFor(order, ada.id);
  const { policy } = order.flow;
  if (rule !== undefined)
    bridge.provide("order", () => ({
      ...view,
      order: { ...order, flow: { ...order.flow, policy: { ...policy, rejectionReason: rule } } },
    }));
  const rejected = { orderId: order.id, stageId, number: order.number };
  const dialog = <RejectDialog order={rejected} onClose={onClose} onRejected={onRejected} />;
  return { onClose, onRejected, bridge, ...renderScreen(dialog, bridge) };
};
const dialog = () => screen.getByRole("dialog", { name: "Reject order" });
const confirm = () => within(dialog()).getByRole("button", { name: "Reject order" });
const reason = () => within(dialog()).getByRole<HTMLTextAreaElement>("textbox", { name: "Reason" });
const kept = "it is kept in the authorization history.";

describe("the dialog that rejects an order", () => {
  it("says what a rejection leads to", () => {
    open("required");
    expect(textOf(dialog())).toContain("Order CS-1042 ends here: the stages after this one are no longer asked.");
  });

  it.each<[string, Rule | undefined]>([
    ["the flow requires one", "required"],
    ["nothing is known of the order yet", undefined],
    ["only a newer version knows the rule", { newer: "by-weekday" }],
  ])("D08 I13 needs a reason if %s", async (_, rule) => {
    const { user, bridge, onRejected } = open(rule);
    expect(textOf(dialog())).toContain(`The requester will read it, and ${kept}`);
    expect(textOf(dialog())).not.toContain("Optional");
    await user.click(confirm());
    expect(textOf(dialog())).toContain("A rejection needs a reason.");
    expect([bridge.called, onRejected.mock.calls]).toEqual([[], []]);
    await user.type(reason(), " Too dear ");
    await user.click(confirm());
    const input = { orderId: order.id, stageId, reason: "Too dear" };
    expect(bridge.called).toEqual([{ name: "reject-order", input }]);
    await waitFor(() => expect(onRejected).toHaveBeenCalledOnce());
  });

  it("S46 takes a rejection without a reason where that is optional, and says that it is", async () => {
    const { user, bridge, onRejected } = open("optional");
    await waitFor(() => expect(textOf(dialog())).toContain(`Optional. The requester will read it, and ${kept}`));
    expect(reason().getAttribute("aria-required")).toBeNull();
    await user.click(confirm());
    expect(bridge.called).toEqual([{ name: "reject-order", input: { orderId: order.id, stageId } }]);
    await waitFor(() => expect(onRejected).toHaveBeenCalledOnce());
  });

  it("S46 asks for no reason where none is recorded, and says so", async () => {
    const { user, bridge } = open("none");
    await waitFor(() => expect(textOf(dialog())).toContain("This order’s policy does not record reasons."));
    expect(within(dialog()).queryByRole("textbox")).toBeNull();
    await user.click(confirm());
    expect(bridge.called).toEqual([{ name: "reject-order", input: { orderId: order.id, stageId } }]);
  });

  it("D09 keeps the reason and says why, if the rejection could not be kept", async () => {
    const { user, bridge, onRejected } = open("required");
    bridge.answer("reject-order", () => fail({ code: "local-store-full", args: {} }));
    await user.type(reason(), "Too dear");
    await user.click(confirm());
    expect(textOf(await within(dialog()).findByRole("alert"))).toContain("no space left on the disk");
    expect([reason().value, onRejected.mock.calls]).toEqual(["Too dear", []]);
  });

  it("is left without rejecting", async () => {
    const { user, bridge, onClose, onRejected } = open("required");
    await user.click(within(dialog()).getByRole("button", { name: "Cancel" }));
    expect([onClose.mock.calls.length, onRejected.mock.calls, bridge.called]).toEqual([1, [], []]);
  });
});
