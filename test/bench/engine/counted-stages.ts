import type { Decision, Stage } from "@countersign/shared/domain/approval-flow.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

/** What the peers get of a stage: without delegation and escalation, which the demo network does not have. */
export interface CountedStage {
  readonly id: string;
  readonly step: number;
  readonly needed: number;
}

const neededBy = ({ requirement, candidates }: Stage): number => {
  if (requirement.mode === "all") return candidates.length;
  return requirement.mode === "any" ? 1 : requirement.n;
};

export const countedStages = ({ flow }: Order): CountedStage[] =>
  flow.stages.map((stage) => ({ id: stage.id, step: stage.step, needed: neededBy(stage) }));

export const standing = ({ flow }: Order): Decision[] =>
  flow.decisions.filter(({ reversal }) => reversal === undefined);

/** Flows with the same shape share one engine or machine of a peer. */
export const shapeOf = (stages: readonly CountedStage[]): string =>
  stages.map(({ id, step, needed }) => `${id}:${step}:${needed}`).join();
