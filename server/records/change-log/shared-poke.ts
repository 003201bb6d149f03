import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { Log } from "#server/foundation/log/log.ts";

import { keepConnected } from "./keep-connected.ts";
import type { PokedCommit } from "./poke-message.ts";
import type { Poke, SharedPoke } from "./poke.ts";
import { inProcessPoke } from "./poke.ts";
import { UnannouncedCommits } from "./unannounced-commits.ts";

/** Tells the other nodes. Resolves when the news is on its way to all of them. */
type Tell = (news: PokedCommit) => Promise<void>;

/** How the nodes reach each other. It may lose what is told, and be lost for as long as it likes. */
export interface Channel {
  /** Names it in the log. */
  readonly name: string;
  /**
   * Connects, and calls `isUp` as soon as this node hears the others. What it hears goes to `local`, until the connection
   * is lost or `signal` aborts.
   * @throws why it could not connect, or was lost.
   */
  connect(local: Pick<Poke, "announce">, signal: AbortSignal, isUp: (tell: Tell) => void): Promise<void>;
  /** Somebody here wants to hear of this person. Missing: the channel tells of everybody. @returns the way to end that. */
  follow?(personId: PersonId): () => void;
}

/** Commits that follow each other closely are told together. */
const debounceMillis = 20;

/**
 * Wakes the streams of all nodes: those of this node at once, the others' through the channel, after the commit and outside
 * its transaction. What is missed while the channel is lost is made up for by waking everybody of this node; what could
 * not be told is told when it is back.
 */
export const sharedPoke = (channel: Channel, log: Log): SharedPoke => {
  const local = inProcessPoke();
  const stopping = new AbortController();
  const { signal } = stopping;
  const untold = new UnannouncedCommits();
  let tell: Tell | undefined;
  let telling: NodeJS.Timeout | undefined;

  const tellUntold = async (): Promise<void> => {
    telling = undefined;
    if (tell === undefined) return;
    const news = untold.take();
    try {
      for (const commit of news) await tell(commit);
    } catch (error) {
      // Told again once the connection is back: hearing of a change twice is harmless.
      untold.keep(...news);
      throw error;
    }
  };
  const tellSoon = (): void => {
    telling ??= setTimeout(() => {
      tellUntold().catch((error: unknown) => log.warn({ err: error }, "other nodes learn of a change only by asking"));
    }, debounceMillis);
  };

  const connect = async (): Promise<void> => {
    try {
      await channel.connect(local, signal, (connected) => {
        tell = connected;
        local.wakeAll();
        tellSoon();
      });
    } finally {
      tell = undefined;
    }
  };
  const connecting = keepConnected(connect, {
    signal,
    report: (error) => log.warn({ err: error }, `cannot listen to other nodes through ${channel.name}`),
  });

  return {
    announce: (commit) => {
      local.announce(commit);
      untold.keep(commit);
      tellSoon();
    },
    wakeAll: () => local.wakeAll(),
    listen: (personId, listener) => {
      const stopListening = local.listen(personId, listener);
      const stopFollowing = channel.follow?.(personId);
      return () => {
        stopListening();
        stopFollowing?.();
      };
    },
    stop: async () => {
      clearTimeout(telling);
      await tellUntold().catch((error: unknown) =>
        log.warn({ err: error }, "the last changes were not told to other nodes"),
      );
      stopping.abort();
      await connecting;
    },
  };
};
