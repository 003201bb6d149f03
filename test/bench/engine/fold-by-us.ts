import type { Order } from "@countersign/shared/domain/order.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";

/** Where an order stands: what every contestant must answer alike. */
export interface Standing {
  readonly outcome: string;
  /** The stages that are asked now. */
  readonly open: readonly string[];
}

export const foldByUs = ({ flow }: Order): Standing => {
  const { outcome, stages } = foldFlow(flow);
  return { outcome, open: stages.filter(({ state }) => state === "open").map(({ stage }) => stage.id) };
};
