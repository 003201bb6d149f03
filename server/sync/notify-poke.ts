import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

import type { Log } from "#server/log.ts";

import type { Poke } from "./poke.ts";
import { inProcessPoke } from "./poke.ts";
import type { PokedCommit } from "./poke-message.ts";
import { mergeCommits, readPoke, writePokes } from "./poke-message.ts";

const channel = "countersign_poke";

/** Commits that follow each other closely are told together: a notification in each would serialise the commits. */
const debounceMillis = 20;

const keptAtMost = 100;

const firstPauseMillis = 100;
const longestPauseMillis = 10_000;

/** The poke of one of several nodes, with the connection that it holds. */
export interface NotifyPoke extends Poke {
  stop(): Promise<void>;
}

/**
 * Wakes the streams of all nodes on one database: those of this node at once, the others' by `NOTIFY`, sent after the
 * commit and outside its transaction. What is missed while the connection is lost is made up for by waking everybody.
 * @param node names this node among the others.
 */
export const notifyPoke = (databaseUrl: string, node: string, log: Log): NotifyPoke => {
  const local = inProcessPoke();
  const stopping = new AbortController();
  let connection: pg.Client | undefined;
  let untold: PokedCommit[] = [];
  let telling: NodeJS.Timeout | undefined;

  /** What is kept while nobody can be told becomes one, so that it does not grow with time. */
  const keep = (...commits: readonly PokedCommit[]): void => {
    untold.push(...commits);
    if (untold.length > keptAtMost) untold = [mergeCommits(untold)];
  };

  const tell = async (): Promise<void> => {
    telling = undefined;
    const commits = untold;
    if (connection === undefined || commits.length === 0) return;
    untold = [];
    try {
      for (const payload of writePokes(node, mergeCommits(commits)))
        await connection.query("select pg_notify($1, $2)", [channel, payload]);
    } catch (error) {
      // Told again once the connection is back: hearing of a change twice is harmless.
      keep(...commits);
      throw error;
    }
  };
  const tellSoon = (): void => {
    telling ??= setTimeout(() => {
      tell().catch((error: unknown) => log.warn({ err: error }, "other nodes learn of a change only by asking"));
    }, debounceMillis);
  };

  const hear = ({ payload = "" }: pg.Notification): void => {
    const message = readPoke(payload);
    if (message === undefined) log.warn("another node told something that this version does not understand");
    else if (message.node !== node) local.announce({ ...message, tenantId: "" });
  };

  /** Listens until the connection is lost or the node stops. */
  const listenOnce = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: "countersign-poke",
      keepAlive: true,
    });
    const lost = new Promise<void>((resolve) => {
      client.on("error", () => resolve());
      client.on("end", () => resolve());
      stopping.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    try {
      client.on("notification", hear);
      await client.connect();
      await client.query(`listen ${channel}`);
      connection = client;
      local.wakeAll();
      tellSoon();
      await lost;
    } finally {
      connection = undefined;
      await client.end().catch((error: unknown) => log.debug({ err: error }, "the lost connection was closed"));
    }
  };

  const listenForEver = async (): Promise<void> => {
    for (let millis = firstPauseMillis; !stopping.signal.aborted; millis = Math.min(millis * 2, longestPauseMillis)) {
      const startedAt = performance.now();
      await listenOnce().catch((error: unknown) => log.warn({ err: error }, "cannot listen to other nodes"));
      if (performance.now() - startedAt > longestPauseMillis) millis = firstPauseMillis;
      await pause(millis * (0.5 + Math.random()), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const listening = listenForEver();

  return {
    announce: (commit) => {
      local.announce(commit);
      keep(commit);
      tellSoon();
    },
    listen: (personId, listener) => local.listen(personId, listener),
    wakeAll: () => local.wakeAll(),
    stop: async () => {
      clearTimeout(telling);
      await tell().catch((error: unknown) => log.warn({ err: error }, "the last changes were not told to other nodes"));
      stopping.abort();
      await listening;
    },
  };
};
