import type { Order } from "@countersign/shared/domain/order.ts";
import { foldFlow } from "@countersign/shared/engine/approval/fold.ts";

/** The state of an order, on which all contestants must agree. */
export interface Standing {
  readonly outcome: string;
  /** The stages that ask now. */
  readonly open: readonly string[];
}

export const foldByUs = ({ flow }: Order): Standing => {
  const { outcome, stages } = foldFlow(flow);
  return { outcome, open: stages.filter(({ state }) => state === "open").map(({ stage }) => stage.id) };
};
