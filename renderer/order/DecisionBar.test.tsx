// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { Order } from "@countersign/shared/domain/order.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { LastDecisionNote } from "#renderer/inbox/LastDecisionNote.tsx";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { decided } from "#renderer/testing/open-order.tsx";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, sampleCommandId, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { ada, ben } from "#renderer/testing/sample-people.ts";

import { CommandNotices } from "./CommandNotices.tsx";
import { DecisionBar } from "./DecisionBar.tsx";

const order = sampleOrder();
const full = fail({ code: "local-store-full", args: {} });
const unsent = fail({ code: "server-unreachable", args: {} });

/** The bar with the note of the last decision, as the inbox has it; the person is signed in unless `isSignedIn` is false. */
const openBar = (shown: Order, changes: Partial<OrderView> = {}, isSignedIn = true) => {
  const bridge = new FakeBridge().provide("order", () => orderViewFor(shown, ada.id));
  if (isSignedIn)
    bridge.provide("session", () => ({
      state: "signed-in",
      signsInBy: "address",
      server: "https://server.example",
      person: ada,
    }));
  for (const name of ["approve-order", "reject-order", "reverse-decision"] as const)
    bridge.answer(name, () => ok({ commandId: sampleCommandId(9) }));
  const bar = (
    <>
      <LastDecisionNote />
      <DecisionBar view={orderViewFor(shown, ada.id, changes)} />
    </>
  );
  return { bridge, ...renderScreen(bar, bridge) };
};
const bar = () => screen.getByRole("region", { name: "Decision" });
const button = (name: string) => screen.findByRole("button", { name });
const lastDecision = () => textOf(screen.getByRole("status", { name: "Last decision" }));

describe("the decision on an order", () => {
  it("is named as the last one after an approval, and no longer after it was cancelled", async () => {
    // Both buttons: the person has approved an earlier stage, and this one asks them, too.
    const { user } = openBar(decided(order, ada), { mayApprove: { allowed: true } });
    expect(lastDecision()).toBe("");
    await user.click(await button("Approve"));
    await waitFor(() => expect(lastDecision()).toMatch(/^Approved CS-1042\./));
    await user.click(await button("Cancel authorization"));
    await waitFor(() => expect(lastDecision()).toBe(""));
  });

  it("is named as the last one after a rejection, whose dialog then closes", async () => {
    const { user } = openBar(order);
    await user.click(await button("Reject"));
    const dialog = await screen.findByRole("dialog", { name: "Reject order" });
    expect(textOf(dialog)).toContain("Order CS-1042 ends here");
    await user.type(within(dialog).getByRole("textbox", { name: "Reason" }), "Too dear");
    await user.click(within(dialog).getByRole("button", { name: "Reject order" }));
    await waitFor(() => expect(lastDecision()).toMatch(/^Rejected CS-1042\./));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is not made when the dialog is left", async () => {
    const { user, bridge } = openBar(order);
    await user.click(await button("Reject"));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(bridge.called).toEqual([]);
    expect(lastDecision()).toBe("");
  });

  it("says why the last attempt failed, not the one before", async () => {
    const { user, bridge } = openBar(decided(order, ada), { mayApprove: { allowed: true } });
    bridge.answer("approve-order", () => full).answer("reverse-decision", () => unsent);
    const alerts = () => screen.queryAllByRole("alert").map(textOf);
    await user.click(await button("Approve"));
    await waitFor(() => expect(alerts()).toEqual([expect.stringContaining("no space left on the disk")]));
    expect(lastDecision()).toBe("");
    await user.click(await button("Cancel authorization"));
    await waitFor(() => expect(alerts()).toEqual([expect.stringContaining("The server cannot be reached.")]));
    bridge.answer("approve-order", () => ok({ commandId: sampleCommandId(9) }));
    await user.click(await button("Approve"));
    await waitFor(() => expect(alerts()).toEqual([]));
  });

  it("keeps the last decision when its cancellation fails", async () => {
    const { user, bridge } = openBar(decided(order, ada), { mayApprove: { allowed: true } });
    await user.click(await button("Approve"));
    await waitFor(() => expect(lastDecision()).toMatch(/^Approved/));
    bridge.answer("reverse-decision", () => unsent);
    await user.click(await button("Cancel authorization"));
    await screen.findByRole("alert");
    expect(lastDecision()).toMatch(/^Approved/);
  });

  it.each(["approve-order", "reverse-decision"] as const)("shows that it is being made: %s", async (name) => {
    const { user, bridge } = openBar(decided(order, ada), { mayApprove: { allowed: true } });
    bridge.answer(name, () => new Promise(() => undefined));
    const buttons = async () => [await button("Approve"), await button("Cancel authorization")];
    const arePending = async () =>
      (await buttons()).map((one) => one.getAttribute("aria-disabled") === "true" || one.dataset["pending"] === "true");
    expect(await arePending()).toEqual([false, false]);
    await user.click(await button(name === "approve-order" ? "Approve" : "Cancel authorization"));
    await waitFor(async () => expect(await arePending()).toEqual([true, true]));
  });

  it("has its keys beside its buttons", async () => {
    openBar(decided(order, ada), { mayApprove: { allowed: true }, mayReject: { allowed: true } });
    await button("Cancel authorization");
    expect(within(bar()).getAllByRole("button").map(textOf)).toEqual(["Cancel authorizationC", "RejectR", "ApproveA"]);
  });

  it("S44 is only to reject, or only to approve, where main allows no more", async () => {
    const refused = { allowed: false, refusal: { code: "not-a-candidate", args: {} } } as const;
    openBar(order, { mayReject: refused });
    await button("Approve");
    expect(within(bar()).getAllByRole("button").map(textOf)).toEqual(["ApproveA"]);
    expect(textOf(bar())).not.toContain("This stage does not ask you.");
  });

  it("S44 is not offered without a stage that it would be about", () => {
    const { decisionStageId: _none, ...view } = orderViewFor(order, ada.id);
    renderScreen(<DecisionBar view={view} />, new FakeBridge());
    expect(within(bar()).queryAllByRole("button")).toEqual([]);
  });

  it("S47 cannot be cancelled by somebody who is not signed in", () => {
    openBar(decided(order, ada), {}, false);
    expect(screen.queryByRole("button", { name: "Cancel authorization" })).toBeNull();
  });

  it("S48 names the reason to whoever looks at the button that cannot be pressed", async () => {
    const { user, bridge } = openBar({ ...decided(order, ada), erpStatus: "released" });
    const cancel = await button("Cancel authorization");
    const reason = document.getElementById(cancel.getAttribute("aria-describedby") ?? "");
    expect(textOf(reason!)).toContain("already released in the ERP");
    expect(textOf(bar())).toContain("The authorization cannot be cancelled:");
    await user.keyboard("c");
    expect(bridge.called).toEqual([]);
  });

  it("says nothing of a reason beside a button that can be pressed", async () => {
    openBar(decided(order, ada));
    expect((await button("Cancel authorization")).hasAttribute("aria-describedby")).toBe(false);
    expect(textOf(bar())).not.toContain("cannot be cancelled");
  });

  it("leaves the keys A, R and C alone where they decide nothing", async () => {
    const { user, bridge } = openBar(decided(order, ben), { stages: [] });
    await user.keyboard("arc");
    expect(bridge.called).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("leaves the focus where it is while its buttons stay", async () => {
    openBar(order);
    await button("Approve");
    expect(document.activeElement).toBe(document.body);
  });
});

describe("what happened to the person's actions on an order", () => {
  const noticesOf = (...commands: OrderView["commands"]) => {
    renderScreen(<CommandNotices commands={commands} />, new FakeBridge());
    const found = [...screen.queryAllByRole("note"), ...screen.queryAllByRole("status")];
    return found.map((notice) => `${notice.role}: ${textOf(notice)}`);
  };
  const made = { commandId: sampleCommandId(1), madeAt: before(2) };
  const time = textOf(
    Object.assign(document.createElement("p"), { textContent: formatInstant(before(2), "date-time") }),
  );

  it("is nothing without any", () => {
    const { page } = renderScreen(<CommandNotices commands={[]} />, new FakeBridge());
    expect(textOf(page)).toBe("");
  });

  it.each([
    ["approve-order", "Your approval"],
    ["reject-order", "Your rejection"],
    ["comment-on-order", "Your comment"],
    ["reverse-decision", "Your cancellation of an authorization"],
    ["send-a-telex", "Your action"],
  ])("D09 names %s, its time, and that it waits", (type, words) => {
    expect(noticesOf({ ...made, type, verdict: { state: "waiting" } })).toEqual([
      `note: ${words} from ${time} is kept on this device and is waiting to be sent.`,
    ]);
  });

  it("D09 announces that one was refused, with the reason", () => {
    const verdict = { state: "refused", at: before(1), code: "order-unknown", args: {} } as const;
    expect(noticesOf({ ...made, type: "approve-order", verdict })).toEqual([
      expect.stringMatching(new RegExp(`^status: Your approval from ${time} was refused\\. .+`)),
    ]);
  });

  it("says that an answer is of a newer kind", () => {
    expect(noticesOf({ ...made, type: "approve-order", verdict: { newer: { state: "delegated" } } })).toEqual([
      `note: Your approval from ${time} has an answer of a newer kind; update to see it.`,
    ]);
  });
});
