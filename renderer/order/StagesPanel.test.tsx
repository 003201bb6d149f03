// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { deviceIdSchema, stageIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { OrderView, StageView } from "@countersign/shared/contract/views.ts";
import { formatInstant } from "#renderer/kit/format-time.ts";
import { FakeBridge } from "#renderer/testing/fake-bridge.ts";
import { decided } from "#renderer/testing/open-order.tsx";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { renderScreen } from "#renderer/testing/render-screen.tsx";
import { before, hybridOrder, sampleCommandId, sampleOrder, unpricedOrder } from "#renderer/testing/sample-orders.ts";
import { ada, ben, rosa } from "#renderer/testing/sample-people.ts";

import { CommentsPanel } from "./CommentsPanel.tsx";
import { ConsequenceText } from "./ConsequenceText.tsx";
import { StagesPanel } from "./StagesPanel.tsx";
import { WhyPanel } from "./WhyPanel.tsx";

const order = sampleOrder();
const madeAt = (hours: number): string => formatInstant(before(hours), "date-time").replaceAll("\u202F", " ");

const stagesOf = (shown: Order, person = ada, change = (stage: StageView): StageView => stage) => {
  const { stages } = orderViewFor(shown, person.id);
  renderScreen(<StagesPanel stages={stages.map(change)} />, new FakeBridge());
  return within(screen.getByRole("list", { name: "Approval stages" }));
};
/** What is written of the decisions, stage by stage. */
const decisionsOf = (shown: Order, person = ada) =>
  stagesOf(shown, person)
    .getAllByRole("listitem")
    .filter(({ parentElement }) => parentElement?.tagName === "UL");

describe("the stages of an order", () => {
  it("are told to be none if the order needs no approval", () => {
    const flow = { ...order.flow, stages: [], decisions: [] };
    renderScreen(<StagesPanel stages={orderViewFor({ ...order, flow }, ada.id).stages} />, new FakeBridge());
    expect(textOf(screen.getByRole("region", { name: "Approval stages" }))).toBe(
      "Approval stagesThis order needs no approval.",
    );
  });

  it("S49 say whom they ask, why and how many of them, and what was decided", () => {
    const [first, second] = stagesOf(order)
      .getAllByRole("heading")
      .map((heading) => textOf(heading.closest("li")!));
    expect(first).toBe(
      "Cost centre managerApprovedThe order is booked to the cost centre 4711 Field service." +
        `Asks: Clara Díaz (one person decides)Clara Díaz approved · ${madeAt(29)}Within the plan for the new team.`,
    );
    expect(second).toBe(
      "ApproverOpenAsks you1,240.00 EUR exceeds the spending limit of 1,000.00 EUR per order." +
        "Asks: Ada Berg, Ben Okafor, Gus Meyer (any one of 3)",
    );
  });

  it.each<[string, Order, Person]>([
    ["somebody whom no stage names", order, rosa],
    ["somebody after the stage was decided", decided(order, ben), ada],
  ])("do not ask %s", (_, shown, person) => {
    expect(stagesOf(shown, person).queryByText("Asks you")).toBeNull();
  });

  it("tell whom they ask now", () => {
    expect(stagesOf(order).getAllByText("Asks you")).toHaveLength(1);
  });

  it.each<[StageView["state"], string]>([
    ["waiting", "Waits for an earlier stage"],
    ["open", "Open"],
    ["approved", "Approved"],
    ["rejected", "Rejected"],
    ["closed", "No longer needed"],
    ["unknown", "Unknown to this version"],
  ])("say in words, with a sign, that they are %s", (state, words) => {
    const [badge] = stagesOf(order, ada, (stage) => ({ ...stage, state })).getAllByTitle(words);
    expect(badge?.querySelector("svg")).not.toBeNull();
  });

  it("A88 name the others of the same step, and of no other step", () => {
    const flow = hybridOrder().flow;
    const third = { ...flow.stages[0]!, id: stageIdSchema.parse("stage-3"), step: 2, role: "authorizer" as const };
    const stages = stagesOf({ ...order, flow: { ...flow, stages: [...flow.stages, third] } });
    const of = stages.getAllByRole("heading").map((heading) => {
      const stage = textOf(heading.closest("li")!);
      return /Asked at the same time as: (.*)$/.exec(stage)?.[1];
    });
    expect(of).toEqual(["Distributor", "Reseller", undefined]);
  });

  it("say that a role, a requirement and a condition are of a newer kind", () => {
    const newer = { newer: "seer" };
    const stages = stagesOf(order, ada, (view) => ({
      ...view,
      stage: { ...view.stage, role: newer, requirement: newer, condition: newer },
    }));
    const kind = "A newer kind; update to see it";
    expect(stages.getAllByRole("heading", { name: kind })).toHaveLength(2);
    expect(stages.getAllByText(kind)).toHaveLength(4);
    expect(stages.getAllByText(/^Asks:/).map(textOf)[0]).toBe(`Asks: Clara Díaz (${kind})`);
  });
});

describe("a decision in its stage", () => {
  const { receivedAt: _notYet, ...reversal } = {
    commandId: sampleCommandId(8),
    person: referenceTo(ben),
    deviceId: deviceIdSchema.parse("device-2"),
    madeAt: before(1),
    receivedAt: before(1),
  };
  const waiting = "Waiting to be sent";

  it("has no reason where none was given, and is not waiting once it was received", () => {
    const [, second] = decisionsOf(decided(order, ada));
    expect(textOf(second!)).toBe(`Ada Berg approved · ${madeAt(2)}`);
    expect(second!.querySelector("del")).toBeNull();
  });

  it("has the reason, and says that it waits to be sent", () => {
    const { receivedAt: _none, ...made } = decided(order, ada, { outcome: "rejected", reason: "Too dear" }).flow
      .decisions[1]!;
    const [, second] = decisionsOf({ ...order, flow: { ...order.flow, decisions: [order.flow.decisions[0]!, made] } });
    expect(textOf(second!)).toBe(`Ada Berg rejected · ${madeAt(2)}Too dear${waiting}`);
    expect(second!.querySelector("q")?.textContent).toBe("Too dear");
  });

  it("S47 says who took it back, when and why, and that this waits to be sent", () => {
    const [, second] = decisionsOf(decided(order, ada, { reversal: { ...reversal, reason: "By mistake" } }));
    expect(textOf(second!.querySelector("del")!)).toBe(`Ada Berg approved · ${madeAt(2)}`);
    expect(textOf(second!)).toContain(`Cancelled by Ben Okafor · ${madeAt(1)}By mistake${waiting}`);
    expect(second!.querySelector("q")?.textContent).toBe("By mistake");
  });

  it("S47 says nothing of waiting and gives no reason where there is none", () => {
    const [, second] = decisionsOf(decided(order, ada, { reversal: { ...reversal, receivedAt: before(1) } }));
    expect(textOf(second!)).toMatch(/Cancelled by Ben Okafor · .*[AP]M$/);
    expect(second!.querySelector("q")).toBeNull();
  });
});

describe("why an order needs approval", () => {
  const whyOf = (view: OrderView) => {
    renderScreen(<WhyPanel view={view} />, new FakeBridge());
    return screen.getAllByRole("region").map(textOf);
  };

  it("is told to whom it asks, with their role and since when it waits", () => {
    expect(whyOf(orderViewFor(order, ada.id))).toEqual([
      "Why you are asked1,240.00 EUR exceeds the spending limit of 1,000.00 EUR per order." +
        `You are asked as Approver, any one of 3, since ${madeAt(29)}.`,
    ]);
  });

  it("is told to others without calling them asked", () => {
    expect(whyOf(orderViewFor(order, rosa.id))).toEqual([
      "Why this needs approval1,240.00 EUR exceeds the spending limit of 1,000.00 EUR per order." +
        `Approver, any one of 3, since ${madeAt(29)}.`,
    ]);
  });

  it("A88 is about the stage that asks the person, of several that are open", () => {
    expect(whyOf(orderViewFor(hybridOrder(), ben.id))).toEqual([
      expect.stringContaining("You are asked as Distributor"),
    ]);
  });

  it("A88 is about the first open stage for somebody whom none asks", () => {
    expect(whyOf(orderViewFor(hybridOrder(), rosa.id))).toEqual([expect.stringContaining("Reseller, one person")]);
  });

  it("is replaced by the outcome once no stage is open", () => {
    expect(whyOf(orderViewFor(decided(order, ada), ada.id))).toEqual([expect.stringMatching(/^What happens next/)]);
  });
});

describe("what an answer leads to", () => {
  const textFor = (view: OrderView) => {
    const { page } = renderScreen(<ConsequenceText view={view} />, new FakeBridge());
    return textOf(page);
  };
  const reject = "If you reject, the order ends here.";

  it("is the seller, and that a rejection ends the order", () => {
    expect(textFor(orderViewFor(order, ada.id))).toBe(
      `If you approve, the approval is complete and the order goes to the seller. ${reject}`,
    );
  });

  it("is the next stage by its role", () => {
    const first = { ...order, flow: { ...order.flow, decisions: [] } };
    expect(textFor(orderViewFor(first, ada.id))).toBe(`If you approve, the order goes on to: Approver. ${reject}`);
  });

  it("is how many more approvals are needed", () => {
    expect(textFor(orderViewFor(unpricedOrder(), ada.id))).toBe(
      `If you approve, 1 more approval is needed in this stage. ${reject}`,
    );
  });

  it("is every stage of the next step, also one of a newer role", () => {
    const { stages, ...view } = orderViewFor({ ...order, flow: { ...order.flow, decisions: [] } }, ada.id);
    const [first, second] = stages;
    const more = { ...second!, stage: { ...second!.stage, role: { newer: "seer" } } };
    expect(textFor({ ...view, stages: [first!, second!, more] })).toBe(
      `If you approve, the order goes on to: Approver, A newer kind; update to see it. ${reject}`,
    );
  });

  it("is only that a rejection ends the order, where only a newer version can tell the rest", () => {
    expect(textFor({ ...orderViewFor(order, ada.id), stages: [] })).toBe(` ${reject}`);
  });
});

describe("the comments on an order", () => {
  it("are told to be none, with a way to write one", () => {
    renderScreen(<CommentsPanel order={order} />, new FakeBridge());
    const comments = screen.getByRole("region", { name: "Comments" });
    expect(textOf(comments)).toContain("Nobody has commented on this order.");
    expect(within(comments).queryByRole("list")).toBeNull();
    expect(textOf(within(comments).getByRole("button", { name: "Comment" }))).toBe("CommentM");
  });

  it("are written in a dialog that says who reads them, and is left by its button", async () => {
    const { user } = renderScreen(<CommentsPanel order={order} />, new FakeBridge());
    await user.click(screen.getByRole("button", { name: "Comment" }));
    const dialog = await screen.findByRole("dialog", { name: "Comment on the order" });
    expect(textOf(dialog)).toContain("Everybody who can see order CS-1042 can read it. It does not decide anything.");
    expect(textOf(dialog)).toContain("It stays with the order and cannot be changed afterwards.");
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("stay in the dialog if they could not be kept, with the reason", async () => {
    const bridge = new FakeBridge().answer("comment-on-order", () => ({
      ok: false,
      error: { code: "local-store-full", args: {} },
    }));
    const { user } = renderScreen(<CommentsPanel order={order} />, bridge);
    await user.keyboard("m");
    const dialog = await screen.findByRole("dialog");
    const text = within(dialog).getByRole<HTMLTextAreaElement>("textbox", { name: "Comment" });
    await user.type(text, "Until Friday");
    await user.click(within(dialog).getByRole("button", { name: "Comment" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("no space left on the disk");
    expect(text.value).toBe("Until Friday");
  });
});
