import type { Candidate, Stage } from "@countersign/shared/domain/approval-flow.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { openStages } from "@countersign/shared/engine/approval/fold.ts";

import type { OrderEvent } from "./order-event.ts";

/** The stages that ask somebody now. An order that waits for data or for its parent asks nobody yet. */
const askingStages = ({ status, flow }: Order): Stage[] => (status === "pending" ? openStages(flow) : []);

const added = <Item>(before: readonly Item[], after: readonly Item[], keyOf: (item: Item) => string): Item[] => {
  const known = new Set(before.map(keyOf));
  return after.filter((item) => !known.has(keyOf(item)));
};

const personOf = ({ personId }: Candidate) => personId;

const askedSince = (before: readonly Stage[], after: readonly Stage[]): OrderEvent[] =>
  after.flatMap(({ id: stageId, candidates }): OrderEvent[] => {
    const same = before.find(({ id }) => id === stageId);
    if (same === undefined) return [{ kind: "stage-opened", stageId }];
    const personIds = added(same.candidates, candidates, personOf).map(personOf);
    return personIds.length === 0 ? [] : [{ kind: "people-asked", stageId, personIds }];
  });

const standing = (order: Order | undefined) => order?.flow.decisions.filter(({ reversal }) => reversal === undefined);

/** What happened to an order from one revision to the next; without `before`, it was just placed. */
export const eventsBetween = (before: Order | undefined, after: Order): OrderEvent[] => {
  const { decisions, comments } = after.flow;
  const made = added(before?.flow.decisions ?? [], decisions, ({ id }) => id);
  const reversed = added(standing(after) ?? [], standing(before) ?? [], ({ id }) => id);
  const remarks = added(before?.flow.comments ?? [], comments, ({ id }) => id);
  return [
    ...(before === undefined ? [{ kind: "order-placed" } as const] : []),
    ...made.map(({ id }) => ({ kind: "decision-made", decisionId: id }) as const),
    ...reversed.map(({ id }) => ({ kind: "decision-reversed", decisionId: id }) as const),
    ...remarks.map(({ id }) => ({ kind: "comment-made", commentId: id }) as const),
    ...(before === undefined || before.status === after.status
      ? []
      : [{ kind: "status-changed", from: before.status, to: after.status } as const]),
    ...(before === undefined || before.erpStatus === after.erpStatus
      ? []
      : [{ kind: "erp-status-changed", from: before.erpStatus, to: after.erpStatus } as const]),
    ...askedSince(before === undefined ? [] : askingStages(before), askingStages(after)),
  ];
};
