import type { ConnectionOptions, NatsConnection, Subscription } from "@nats-io/transport-node";
import { connect } from "@nats-io/transport-node";

import type { PersonId } from "#shared/domain/ids.ts";

import type { Log } from "#server/log.ts";

import { keepConnected } from "./keep-connected.ts";
import type { SharedPoke } from "./poke.ts";
import { inProcessPoke } from "./poke.ts";
import { readNews, writeNews } from "./poke-message.ts";
import { UntoldNews } from "./untold-news.ts";

/** Commits that follow each other closely are told together. */
const debounceMillis = 20;

/** A connection that has not answered for two of these is lost. */
const pingMillis = 20_000;

/** A subject for each person, so that a node hears of nobody but those who are connected to it. */
const subjectOf = (personId: PersonId): string => `countersign.poke.${Buffer.from(personId).toString("base64url")}`;

/** `nats://host:4222`, `nats://user:password@host`, `nats://token@host`, with TLS as `tls://…`; several with commas. */
const optionsOf = (natsUrl: string): ConnectionOptions => {
  const urls = natsUrl.split(",").map((one) => new URL(one));
  const [{ username, password, protocol } = new URL("nats://localhost")] = urls;
  const user = decodeURIComponent(username);
  const login = password === "" ? { token: user } : { user, pass: decodeURIComponent(password) };
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port === "" ? "4222" : port}`),
    ...(user === "" ? {} : login),
    ...(protocol === "tls:" ? { tls: {} } : {}),
  };
};

/**
 * Wakes the streams of all nodes through NATS: those of this node at once, the others' by a message to each person, sent
 * after the commit. What is missed while the connection is lost is made up for by waking everybody of this node; what
 * could not be told is told when it is back. It may be lost, or not be there yet, for as long as it likes.
 * @throws TypeError when `natsUrl` is no address.
 */
export const natsPoke = (natsUrl: string, log: Log): SharedPoke => {
  const options = optionsOf(natsUrl);
  const local = inProcessPoke();
  const stopping = new AbortController();
  const untold = new UntoldNews();
  const listeners = new Map<PersonId, number>();
  const subscriptions = new Map<PersonId, Subscription>();
  let connection: NatsConnection | undefined;
  let telling: NodeJS.Timeout | undefined;

  const tell = async (): Promise<void> => {
    telling = undefined;
    const to = connection;
    if (to === undefined) return;
    const news = untold.take();
    if (news === undefined) return;
    try {
      for (const [personId, collections] of news.changed)
        to.publish(subjectOf(personId), writeNews(news.sequence, collections));
      // Its answer means that the server has everything before it.
      await to.flush();
    } catch (error) {
      // Told again once the connection is back: hearing of a change twice is harmless.
      untold.keep(news);
      throw error;
    }
  };
  const tellSoon = (): void => {
    telling ??= setTimeout(() => {
      tell().catch((error: unknown) => log.warn({ err: error }, "other nodes learn of a change only by asking"));
    }, debounceMillis);
  };

  const subscribe = (to: NatsConnection, personId: PersonId): void => {
    const subscription = to.subscribe(subjectOf(personId), {
      callback: (error, message) => {
        if (error !== null) return log.warn({ err: error }, "a message of another node could not be taken");
        const news = readNews(message.string());
        if (news === undefined) return log.warn("another node told something that this version does not understand");
        local.announce({
          tenantId: "",
          sequence: news.sequence,
          changed: new Map([[personId, new Set(news.collections)]]),
        });
      },
    });
    subscriptions.set(personId, subscription);
  };

  const reportErrors = async (of: NatsConnection): Promise<void> => {
    for await (const status of of.status())
      if (status.type === "error") log.warn({ err: status.error }, "NATS reports a problem");
  };

  /** Listens until the connection is lost or the node stops. */
  const listenOnce = async (): Promise<void> => {
    const now = await connect({
      ...options,
      name: "countersign",
      noEcho: true,
      // Connecting again is done here, for ever, and with everything that belongs to it.
      reconnect: false,
      pingInterval: pingMillis,
      maxPingOut: 2,
    });
    void reportErrors(now).catch((error: unknown) => log.debug({ err: error }, "NATS reports nothing any more"));
    const stop = (): void => void now.close();
    stopping.signal.addEventListener("abort", stop, { once: true });
    try {
      if (stopping.signal.aborted) await now.close();
      for (const personId of listeners.keys()) subscribe(now, personId);
      await now.flush();
      connection = now;
      local.wakeAll();
      tellSoon();
      const reason = await now.closed();
      if (reason instanceof Error) throw reason;
    } finally {
      connection = undefined;
      subscriptions.clear();
      stopping.signal.removeEventListener("abort", stop);
      if (!now.isClosed()) await now.close();
    }
  };
  const listening = keepConnected(listenOnce, {
    signal: stopping.signal,
    report: (error) => log.warn({ err: error }, "cannot listen to other nodes through NATS"),
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
      const before = listeners.get(personId) ?? 0;
      listeners.set(personId, before + 1);
      if (before === 0 && connection !== undefined) subscribe(connection, personId);
      let isListening = true;
      return () => {
        stopListening();
        if (!isListening) return;
        isListening = false;
        const left = (listeners.get(personId) ?? 1) - 1;
        if (left > 0) return void listeners.set(personId, left);
        listeners.delete(personId);
        subscriptions.get(personId)?.unsubscribe();
        subscriptions.delete(personId);
      };
    },
    stop: async () => {
      clearTimeout(telling);
      await tell().catch((error: unknown) => log.warn({ err: error }, "the last changes were not told to other nodes"));
      stopping.abort();
      await listening;
    },
  };
};
