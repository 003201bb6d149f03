import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

import type { Bridge, TopicName, TopicParams, TopicUpdate } from "@countersign/shared/contract/bridge.ts";

/** How long a topic is followed after its last reader leaves, so that going back shows it at once. */
const lingerMillis = 10_000;

/** `undefined` until the first update. */
export type TopicState<Name extends TopicName> = TopicUpdate<Name> | undefined;

interface Topic<Name extends TopicName> {
  readonly store: StoreApi<TopicState<Name>>;
  /** Starts to read; returns the function that ends it. */
  read(): () => void;
}

export interface TopicCache {
  topic<Name extends TopicName>(name: Name, params: TopicParams<Name>): Topic<Name>;
}

/** Follows each topic once for all of its readers. */
export const createTopicCache = (bridge: Bridge): TopicCache => {
  const topics = new Map<string, Topic<TopicName>>();

  const create = <Name extends TopicName>(key: string, name: Name, params: TopicParams<Name>): Topic<Name> => {
    const store = createStore<TopicState<Name>>(() => undefined);
    let readers = 0;
    let end: (() => void) | undefined;
    let lingering: ReturnType<typeof setTimeout> | undefined;

    const forget = () => {
      end?.();
      end = undefined;
      topics.delete(key);
    };

    const read = () => {
      clearTimeout(lingering);
      readers += 1;
      end ??= bridge.follow(name, params, (update) => store.setState(update, true));
      return () => {
        readers -= 1;
        if (readers === 0) lingering = setTimeout(forget, lingerMillis);
      };
    };
    return { store, read };
  };

  return {
    topic: <Name extends TopicName>(name: Name, params: TopicParams<Name>) => {
      const key = JSON.stringify([name, params]);
      const known = topics.get(key);
      // The key carries the name, so the topic under it has the name's type.
      if (known !== undefined) return known;
      const made = create(key, name, params);
      topics.set(key, made);
      return made;
    },
  };
};
