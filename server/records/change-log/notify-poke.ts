import pg from "pg";

import type { Log } from "#server/foundation/log/log.ts";

import { readPoke, writePokes } from "./poke-message.ts";
import type { SharedPoke } from "./poke.ts";
import type { Channel } from "./shared-poke.ts";
import { sharedPoke } from "./shared-poke.ts";

const topic = "countersign_poke";

/** Notifications are sent after commits: inside their transactions, they would serialise them. */
const notifyChannel = (databaseUrl: string, node: string, log: Log): Channel => ({
  name: "the database",

  connect: async (local, signal, isUp) => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: "countersign-poke",
      keepAlive: true,
    });
    const lost = new Promise<void>((resolve) => {
      client.on("error", () => resolve());
      client.on("end", () => resolve());
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    client.on("notification", ({ payload = "" }) => {
      const message = readPoke(payload);
      if (message === undefined) log.warn("another node sent something that this version does not understand");
      else if (message.node !== node) local.announce({ ...message, tenantId: "" });
    });
    try {
      await client.connect();
      await client.query(`listen ${topic}`);
      isUp(async (news) => {
        for (const payload of writePokes(node, news)) await client.query("select pg_notify($1, $2)", [topic, payload]);
      });
      await lost;
    } finally {
      await client.end().catch((error: unknown) => log.debug({ err: error }, "the lost connection was closed"));
    }
  },
});

/**
 * The poke of nodes on one database, with `LISTEN` and `NOTIFY`.
 * @param node distinguishes this node from the others.
 */
export const notifyPoke = (databaseUrl: string, node: string, log: Log): SharedPoke =>
  sharedPoke(notifyChannel(databaseUrl, node, log), log);
