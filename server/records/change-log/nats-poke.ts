import type { ConnectionOptions, NatsConnection, Subscription } from "@nats-io/transport-node";
import { connect } from "@nats-io/transport-node";

import type { PersonId } from "@countersign/shared/domain/ids.ts";

import type { Log } from "#server/foundation/log/log.ts";

import { natsOptions } from "./nats-options.ts";
import { readNews, writeNews } from "./poke-message.ts";
import type { Poke, SharedPoke } from "./poke.ts";
import type { Channel } from "./shared-poke.ts";
import { sharedPoke } from "./shared-poke.ts";

/** One subject per person, so that a node only hears of people who are connected to it. */
const subjectOf = (personId: PersonId): string => `countersign.poke.${Buffer.from(personId).toString("base64url")}`;

const reportErrors = async (of: NatsConnection, log: Log): Promise<void> => {
  for await (const status of of.status())
    if (status.type === "error") log.warn({ err: status.error }, "NATS reports a problem");
};

class NatsChannel implements Channel {
  readonly name = "NATS";
  readonly #options: ConnectionOptions;
  readonly #log: Log;
  /** How many listeners each person has on this node. */
  readonly #followers = new Map<PersonId, number>();
  readonly #subscriptions = new Map<PersonId, Subscription>();
  #subscribe: ((personId: PersonId) => void) | undefined;

  constructor(options: ConnectionOptions, log: Log) {
    this.#options = options;
    this.#log = log;
  }

  readonly connect: Channel["connect"] = async (local, signal, isUp) => {
    const connection = await connect(this.#options);
    void reportErrors(connection, this.#log).catch((error: unknown) =>
      this.#log.debug({ err: error }, "NATS no longer reports its status"),
    );
    const stop = (): void => void connection.close();
    signal.addEventListener("abort", stop, { once: true });
    try {
      if (signal.aborted) await connection.close();
      this.#subscribe = (personId) =>
        void this.#subscriptions.set(personId, this.#subscription(connection, personId, local));
      for (const personId of this.#followers.keys()) this.#subscribe(personId);
      await connection.flush();
      isUp(async ({ sequence, changed }) => {
        for (const [personId, collections] of changed)
          connection.publish(subjectOf(personId), writeNews(sequence, collections));
        // The answer means that the server has received everything before it.
        await connection.flush();
      });
      const reason = await connection.closed();
      if (reason instanceof Error) throw reason;
    } finally {
      this.#subscribe = undefined;
      this.#subscriptions.clear();
      signal.removeEventListener("abort", stop);
      if (!connection.isClosed()) await connection.close();
    }
  };

  readonly follow = (personId: PersonId): (() => void) => {
    const before = this.#followers.get(personId) ?? 0;
    this.#followers.set(personId, before + 1);
    if (before === 0) this.#subscribe?.(personId);
    let isFollowing = true;
    return () => {
      if (!isFollowing) return;
      isFollowing = false;
      this.#unfollow(personId);
    };
  };

  #unfollow(personId: PersonId): void {
    const left = (this.#followers.get(personId) ?? 1) - 1;
    if (left > 0) return void this.#followers.set(personId, left);
    this.#followers.delete(personId);
    this.#subscriptions.get(personId)?.unsubscribe();
    this.#subscriptions.delete(personId);
  }

  #subscription(connection: NatsConnection, personId: PersonId, local: Pick<Poke, "announce">): Subscription {
    return connection.subscribe(subjectOf(personId), {
      callback: (error, message) => {
        if (error !== null) return this.#log.warn({ err: error }, "a message from another node could not be received");
        const news = readNews(message.string());
        if (news === undefined)
          return this.#log.warn("another node sent something that this version does not understand");
        const { sequence, collections } = news;
        local.announce({ tenantId: "", sequence, changed: new Map([[personId, new Set(collections)]]) });
      },
    });
  }
}

/**
 * The poke of nodes that share a NATS server, with a message for each person.
 * @throws TypeError if `natsUrl` is not an address.
 */
export const natsPoke = (natsUrl: string, log: Log): SharedPoke =>
  sharedPoke(new NatsChannel(natsOptions(natsUrl), log), log);
