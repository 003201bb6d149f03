import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { Commit } from "./change-log.ts";

/** Called when something changed for a person: up to which commit, and in which collections. */
export type Listener = (news: { sequence: number; collections: CollectionName[] }) => void;

/** The seam that wakes the streams after a commit. It may lose a call, but the log loses nothing. */
export interface Poke {
  announce(commit: Commit): void;
  /** Tells every stream to check the log, because something may have been missed. */
  wakeAll(): void;
  /** @returns the function that stops listening. */
  listen(personId: PersonId, listener: Listener): () => void;
}

/** The poke of one of several nodes, with its connection. */
export interface SharedPoke extends Poke {
  stop(): Promise<void>;
}

/** For a single node: within the process. */
export const inProcessPoke = (): Poke => {
  const listeners = new Map<PersonId, Set<Listener>>();
  return {
    announce: ({ sequence, changed }) => {
      for (const [personId, collections] of changed)
        for (const listener of listeners.get(personId) ?? []) listener({ sequence, collections: [...collections] });
    },
    wakeAll: () => {
      for (const own of listeners.values())
        for (const listener of own) listener({ sequence: 0, collections: [...collectionNames] });
    },
    listen: (personId, listener) => {
      const own = listeners.get(personId) ?? new Set();
      listeners.set(personId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(personId);
      };
    },
  };
};
