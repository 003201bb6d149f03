import type { ReactNode } from "react";
import { createContext, use, useState } from "react";

import type { InboxPositionStore } from "../list/inbox-position.ts";
import { createInboxPosition } from "../list/inbox-position.ts";
import type { LastDecisionStore } from "./last-decision.ts";
import { createLastDecision } from "./last-decision.ts";

/** State that the screens of one window share and main does not need. */
export interface WindowStores {
  readonly inboxPosition: InboxPositionStore;
  readonly lastDecision: LastDecisionStore;
}

const createWindowStores = (): WindowStores => ({
  inboxPosition: createInboxPosition(),
  lastDecision: createLastDecision(),
});

const WindowStoresContext = createContext<WindowStores | undefined>(undefined);

export const WindowStoresProvider = ({ children }: { children: ReactNode }) => {
  const [stores] = useState(createWindowStores);
  return <WindowStoresContext value={stores}>{children}</WindowStoresContext>;
};

export const useWindowStores = (): WindowStores => {
  const stores = use(WindowStoresContext);
  if (stores === undefined) throw new Error("A screen needs a WindowStoresProvider around it");
  return stores;
};
