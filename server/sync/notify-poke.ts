import pg from "pg";

import type { Log } from "#server/log.ts";

import { keepConnected } from "./keep-connected.ts";
import type { SharedPoke } from "./poke.ts";
import { inProcessPoke } from "./poke.ts";
import { readPoke, writePokes } from "./poke-message.ts";
import { UntoldNews } from "./untold-news.ts";

const channel = "countersign_poke";

/** Commits that follow each other closely are told together: a notification in each would serialise the commits. */
const debounceMillis = 20;

/**
 * Wakes the streams of all nodes on one database: those of this node at once, the others' by `NOTIFY`, sent after the
 * commit and outside its transaction. What is missed while the connection is lost is made up for by waking everybody.
 * @param node names this node among the others.
 */
export const notifyPoke = (databaseUrl: string, node: string, log: Log): SharedPoke => {
  const local = inProcessPoke();
  const stopping = new AbortController();
  let connection: pg.Client | undefined;
  const untold = new UntoldNews();
  let telling: NodeJS.Timeout | undefined;

  const tell = async (): Promise<void> => {
    telling = undefined;
    if (connection === undefined) return;
    const news = untold.take();
    if (news === undefined) return;
    try {
      for (const payload of writePokes(node, news))
        await connection.query("select pg_notify($1, $2)", [channel, payload]);
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

  const listening = keepConnected(listenOnce, {
    signal: stopping.signal,
    report: (error) => log.warn({ err: error }, "cannot listen to other nodes"),
  });

  return {
    announce: (commit) => {
      local.announce(commit);
      untold.keep(commit);
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
