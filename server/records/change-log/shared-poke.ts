import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { Log } from "#server/foundation/log/log.ts";

import type { Commit } from "./change-log.ts";
import { keepConnected } from "./keep-connected.ts";
import type { PokedCommit } from "./poke-message.ts";
import type { Poke, SharedPoke } from "./poke.ts";
import { inProcessPoke } from "./poke.ts";
import { UnannouncedCommits } from "./unannounced-commits.ts";

/** Tells the other nodes. Resolves when the news has been sent. */
type Tell = (news: PokedCommit) => Promise<void>;

/** How the nodes reach each other. It may lose messages, and be down for any time. */
export interface Channel {
  /** Names it in the log. */
  readonly name: string;
  /**
   * Connects, and calls `isUp` as soon as this node hears the others. Passes what it hears to `local`, until the
   * connection is lost or `signal` aborts.
   * @throws the reason why it could not connect or was lost.
   */
  connect(local: Pick<Poke, "announce">, signal: AbortSignal, isUp: (tell: Tell) => void): Promise<void>;
  /** A listener on this node follows this person. If missing, the channel reports everybody. @returns how to end that. */
  follow?(personId: PersonId): () => void;
}

/** Commits within this time are announced together. */
const debounceMillis = 20;

/** What the other nodes have yet to hear of; nothing is lost while there is no way to tell them. */
class NewsForOthers {
  readonly #log: Log;
  readonly #untold = new UnannouncedCommits();
  #tell: Tell | undefined;
  #telling: NodeJS.Timeout | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  add(commit: Commit): void {
    this.#untold.keep(commit);
    this.#tellSoon();
  }

  /** From now on, they are told in this way, or cannot be told. */
  tellThrough(tell: Tell | undefined): void {
    this.#tell = tell;
    if (tell !== undefined) this.#tellSoon();
  }

  /** Tells them the last news. */
  async stop(): Promise<void> {
    clearTimeout(this.#telling);
    await this.#tellAll().catch((error: unknown) =>
      this.#log.warn({ err: error }, "other nodes were not told about the last changes"),
    );
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#tellAll().catch((error: unknown) =>
        this.#log.warn({ err: error }, "other nodes learn of changes only by polling"),
      );
    }, debounceMillis);
  }

  async #tellAll(): Promise<void> {
    this.#telling = undefined;
    const tell = this.#tell;
    if (tell === undefined) return;
    const news = this.#untold.take();
    try {
      for (const commit of news) await tell(commit);
    } catch (error) {
      // Sent again once the connection is back: hearing of a change twice is harmless.
      this.#untold.keep(...news);
      throw error;
    }
  }
}

/**
 * Wakes the streams of all nodes: this node's at once, the others' through the channel, after the commit and outside its
 * transaction. While the channel is down, this node may miss news, so it wakes all its streams afterwards; and what it
 * could not tell the others, it tells them then.
 */
export const sharedPoke = (channel: Channel, log: Log): SharedPoke => {
  const local = inProcessPoke();
  const stopping = new AbortController();
  const { signal } = stopping;
  const news = new NewsForOthers(log);

  const connect = async (): Promise<void> => {
    try {
      await channel.connect(local, signal, (tell) => {
        local.wakeAll();
        news.tellThrough(tell);
      });
    } finally {
      news.tellThrough(undefined);
    }
  };
  const connecting = keepConnected(connect, {
    signal,
    report: (error) => log.warn({ err: error }, `cannot listen to other nodes through ${channel.name}`),
  });

  return {
    announce: (commit) => {
      local.announce(commit);
      news.add(commit);
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
      await news.stop();
      stopping.abort();
      await connecting;
    },
  };
};
