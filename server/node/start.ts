import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";

import type { IdSource } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import { instantFromDate } from "@countersign/shared/domain/instant.ts";

import { demoPeople } from "#server/demo/demo-routes.ts";
import { demoNetwork } from "#server/demo/network.ts";
import { seed } from "#server/demo/seed.ts";
import type { MailSettings } from "#server/features/mail/register.ts";
import { fileTransport, smtpTransport } from "#server/features/mail/transport.ts";
import type { Database } from "#server/foundation/db/database.ts";
import { checkVersion, databaseOn, openPool, withDatabase } from "#server/foundation/db/database.ts";
import { migrate } from "#server/foundation/db/migrate.ts";
import type { DatabaseTimeouts } from "#server/foundation/db/timeouts.ts";
import { requestTimeouts } from "#server/foundation/db/timeouts.ts";
import { closeApi, watchRequests } from "#server/foundation/http/close.ts";
import type { HttpApp } from "#server/foundation/http/http-app.ts";
import { migrateJobs, startPgBossJobs } from "#server/foundation/jobs/pg-boss-jobs.ts";
import type { Log } from "#server/foundation/log/log.ts";
import { watchProcess } from "#server/foundation/metrics/process-metrics.ts";
import { startCluster } from "#server/foundation/postgres/cluster.ts";
import type { Vault } from "#server/foundation/vault/vault.ts";
import { openVault } from "#server/foundation/vault/vault.ts";
import { natsPoke } from "#server/records/change-log/nats-poke.ts";
import { notifyPoke } from "#server/records/change-log/notify-poke.ts";
import type { Surroundings } from "#server/records/services.ts";

import { buildApp } from "./app.ts";
import { createServices } from "./create-services.ts";
import { registerJobs } from "./register-jobs.ts";
import { sealStored } from "./seal-stored.ts";

const systemClock: Clock = { now: () => instantFromDate(new Date()) };
const systemIds: IdSource = { next: () => v7() };

export interface ServerOptions {
  /** The folder of the embedded PostgreSQL; unused with a `databaseUrl`. */
  readonly dataFolder: string;
  readonly databaseUrl?: string | undefined;
  /** 0 for a free one. */
  readonly port: number;
  readonly host: string;
  /** Offers sign-in by address, and fills an empty database with a sample network of `orders` orders. */
  readonly demo?: { readonly orders: number } | undefined;
  /** The NATS server that wakes the streams of all nodes; without it PostgreSQL does. */
  readonly natsUrl?: string | undefined;
  /** The token for reading `/metrics`; if missing, nobody can. */
  readonly metricsToken?: string | undefined;
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Keys that seal other systems' secrets in the database, the newest first; without keys they are stored in plain text. */
  readonly secretKeys?: readonly string[] | undefined;
  /** How long a stopping node continues while it reports that it is not ready, so that it gets no new callers. */
  readonly drainSeconds?: number | undefined;
  /** How long a request waits for the database. */
  readonly timeouts?: DatabaseTimeouts | undefined;
  readonly log: Log;
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

/** A person whom a demo offers for signing in. */
export interface OfferedPerson {
  readonly email: string;
  readonly role: string;
  readonly name: string;
}

export interface RunningServer {
  readonly url: string;
  /** Empty if this is not a demo. */
  readonly people: readonly OfferedPerson[];
  /** Reports that it is not ready, then ends the streams, the API, the jobs and the database, in this order. */
  stop(): Promise<void>;
}

/** Everything that has to be closed again, in reverse order. */
class Opened {
  readonly #closers: (() => Promise<unknown>)[] = [];

  add(close: () => Promise<unknown>): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

const seedDemo = async (db: Database, orders: number, { log, clock, ids }: Surroundings): Promise<void> => {
  const started = Date.now();
  const count = await seed(db, demoNetwork({ orders, now: clock.now() }), ids);
  if (count !== undefined) log.info({ orders: count, millis: Date.now() - started }, "the demo network is stored");
};

/** Long work on separate connections, because those for requests have time limits. */
const prepare = async (
  url: string,
  { demo, log }: ServerOptions,
  { vault, ...surroundings }: Surroundings & { readonly vault: Vault },
): Promise<void> => {
  await withDatabase(url, log, async (db) => {
    await checkVersion(db);
    await migrate(db);
    if (demo !== undefined) await seedDemo(db, demo.orders, surroundings);
    await sealStored(db, vault);
  });
  await migrateJobs(url, log);
};

/**
 * `SMTP_URL` names the mail server; without it, mail is written to the data folder. `PUBLIC_URL` is the outside address of
 * the forms that mails link to; without it, this node's own address.
 */
const mailSettings = (dataFolder: string, listening: Promise<string>): MailSettings => {
  const { SMTP_URL: url, MAIL_FROM: from = "Countersign <no-reply@localhost>", APP_URL: appUrl } = process.env;
  const publicUrl = process.env["PUBLIC_URL"]?.replace(/\/+$/, "");
  const transport = url === undefined ? fileTransport(join(dataFolder, "mail"), from) : smtpTransport(url, from);
  return { transport, appUrl, publicUrl: async () => publicUrl ?? listening };
};

const listen = async (app: HttpApp, { port, host }: ServerOptions): Promise<string> => {
  await app.listen({ port, host });
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("The API listens on no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
};

/**
 * Starts PostgreSQL if none is given, migrates, stores the demo network if wanted, and starts the API.
 * @throws Error that says why it cannot start; everything started by then is stopped again.
 */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const opened = new Opened();
  const { dataFolder, databaseUrl, demo, log } = options;
  try {
    let url = databaseUrl;
    if (url === undefined) {
      const cluster = await startCluster(dataFolder, log);
      opened.add(() => cluster.stop());
      url = cluster.url;
    }
    const surroundings = { log, clock: options.clock ?? systemClock, ids: options.ids ?? systemIds };
    const vault = openVault(options.secretKeys ?? []);
    if (!vault.hasKey)
      log.warn(
        "without COUNTERSIGN_SECRET_KEY the database and its backups contain the secrets of webhooks and connectors",
      );
    await prepare(url, options, { ...surroundings, vault });
    const pool = openPool(url, log, options.timeouts ?? requestTimeouts);
    const db = databaseOn(pool);
    opened.add(() => db.destroy());
    const jobs = await startPgBossJobs(url, log);
    opened.add(() => jobs.stop());
    const poke =
      options.natsUrl === undefined ? notifyPoke(url, surroundings.ids.next(), log) : natsPoke(options.natsUrl, log);
    opened.add(() => poke.stop());
    const services = await createServices(db, surroundings, { jobs, poke, vault });
    const listening = Promise.withResolvers<string>();
    const mail = mailSettings(dataFolder, listening.promise);
    await registerJobs(services, { mail });
    opened.add(() => services.events.idle());
    watchProcess(services.metrics, pool);
    const { metricsToken, trustedProxies } = options;
    const isDemo = demo !== undefined;
    const app = await buildApp(services, { isDemo, metricsToken, trustedProxies, appUrl: mail.appUrl });
    const running = watchRequests(app.server);
    opened.add(() => closeApi(app, running, log));
    const people = demo === undefined ? [] : await demoPeople(db);
    const address = await listen(app, options);
    listening.resolve(address);
    return {
      url: address,
      people: people.map(({ email, role, name }) => ({ email, role, name })),
      stop: async () => {
        services.node.isStopping = true;
        await pause((options.drainSeconds ?? 0) * 1_000);
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
};
