import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

import type { OrderId } from "@countersign/shared/domain/ids.ts";

/** What the person decided last, to be named and taken back where they are. */
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
