import type { WindowMessage } from "@countersign/shared/contract/bridge.ts";

import type { BridgeState } from "./bridge-state.ts";

export type PortState = Exclude<BridgeState, "incompatible">;

/** A way to main that carries messages and knows whether main can be reached. */
export interface Port {
  /** Dropped unless the port is open. */
  send(message: WindowMessage): void;
  onMessage(listener: (message: unknown) => void): () => void;
  /** Reports the state at once and at every change. */
  onState(listener: (state: PortState) => void): () => void;
}
