import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

import type { OrderId } from "@countersign/shared/domain/ids.ts";

/** The person's last decision, so that a screen can name it and offer to take it back. */
export interface LastDecision {
  readonly outcome: "approved" | "rejected";
  readonly orderId: OrderId;
  readonly orderNumber: string;
}

export type LastDecisionState = { readonly decision?: LastDecision };
export type LastDecisionStore = StoreApi<LastDecisionState>;

export const createLastDecision = (): LastDecisionStore => createStore<LastDecisionState>(() => ({}));

export const rememberDecision = (store: LastDecisionStore, decision: LastDecision): void =>
  store.setState({ decision });

export const forgetDecision = (store: LastDecisionStore): void => store.setState({}, true);
