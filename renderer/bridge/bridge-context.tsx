import type { ReactNode } from "react";
import { createContext, use, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";

import type { Bridge, TopicName, TopicParams } from "@countersign/shared/contract/bridge.ts";

import type { BridgeState } from "./bridge-state.ts";
import type { TopicCache, TopicState } from "./topic-cache.ts";
import { createTopicCache } from "./topic-cache.ts";

/** A bridge that knows whether main can be reached. */
export interface ObservedBridge extends Bridge {
  readonly state: StoreApi<BridgeState>;
}

interface BridgeAccess {
  readonly bridge: ObservedBridge;
  readonly cache: TopicCache;
}

const BridgeContext = createContext<BridgeAccess | undefined>(undefined);

export const BridgeProvider = ({ bridge, children }: { bridge: ObservedBridge; children: ReactNode }) => {
  const access = useMemo(() => ({ bridge, cache: createTopicCache(bridge) }), [bridge]);
  return <BridgeContext value={access}>{children}</BridgeContext>;
};

const useBridgeAccess = (): BridgeAccess => {
  const access = use(BridgeContext);
  if (access === undefined) throw new Error("A screen needs a BridgeProvider around it");
  return access;
};

export const useBridge = (): Bridge => useBridgeAccess().bridge;

export const useBridgeState = (): BridgeState => useStore(useBridgeAccess().bridge.state);

/** The latest update of a topic; `undefined` until the first one. `params` may be a new object on each render. */
export const useTopic = <Name extends TopicName>(name: Name, params: TopicParams<Name>): TopicState<Name> => {
  const { cache } = useBridgeAccess();
  const topic = cache.topic(name, params);
  useEffect(() => topic.read(), [topic]);
  return useStore(topic.store);
};
