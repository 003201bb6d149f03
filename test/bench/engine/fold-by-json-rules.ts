import type { RuleProperties } from "json-rules-engine";
import { Engine } from "json-rules-engine";

import type { Order } from "@countersign/shared/domain/order.ts";

import type { CountedStage } from "./counted-stages.ts";
import { countedStages, shapeOf, standing } from "./counted-stages.ts";
import type { Standing } from "./fold-by-us.ts";

const approvalsOf = (id: string): string => `approvals of ${id}`;
const isRejected = (value: boolean) => ({ fact: "isRejected", operator: "equal", value });
const isApproved = ({ id, needed }: CountedStage) => ({
  fact: approvalsOf(id),
  operator: "greaterThanInclusive",
  value: needed,
});
const isNotApproved = ({ id, needed }: CountedStage) => ({
  fact: approvalsOf(id),
  operator: "lessThan",
  value: needed,
});

const rulesOf = (stages: readonly CountedStage[]): RuleProperties[] => [
  ...stages.map((stage) => ({
    conditions: {
      all: [isRejected(false), isNotApproved(stage), ...stages.filter(({ step }) => step < stage.step).map(isApproved)],
    },
    event: { type: "open", params: { id: stage.id } },
  })),
  { conditions: { all: [isRejected(true)] }, event: { type: "rejected" } },
  { conditions: { all: [isRejected(false), ...stages.map(isApproved)] }, event: { type: "approved" } },
];

/** The fold with json-rules-engine: it judges the counts of decisions, with one engine per shape of flow. */
export const foldByJsonRules = (): ((order: Order) => Promise<Standing>) => {
  const engines = new Map<string, Engine>();
  return async (order) => {
    const stages = countedStages(order);
    if (stages.length === 0) return { outcome: "not-needed", open: [] };
    const shape = shapeOf(stages);
    const engine = engines.get(shape) ?? new Engine(rulesOf(stages));
    engines.set(shape, engine);

    const facts: Record<string, number | boolean> = { isRejected: false };
    for (const { id } of stages) facts[approvalsOf(id)] = 0;
    for (const { stageId, outcome } of standing(order)) {
      if (outcome === "rejected") facts["isRejected"] = true;
      else facts[approvalsOf(stageId)] = Number(facts[approvalsOf(stageId)]) + 1;
    }
    const { events } = await engine.run(facts);
    const open = new Set(events.filter(({ type }) => type === "open").map(({ params }) => String(params?.["id"])));
    const ended = events.find(({ type }) => type !== "open");
    return { outcome: ended?.type ?? "pending", open: stages.map(({ id }) => id).filter((id) => open.has(id)) };
  };
};
