import type { FastifyReply } from "fastify";

import { collectionNames, streamEventSchema } from "#shared/contract/protocol.ts";

import type { App } from "#server/api/app.ts";
import type { Services } from "#server/api/services.ts";
import type { Session } from "#server/auth/session.ts";

import { EventChannel } from "./event-channel.ts";

const heartbeatMillis = 15_000;

/** Commits that follow each other closely become one event. */
const coalesceMillis = 50;

const startEvents = (reply: FastifyReply): void => {
  reply.hijack();
  reply.raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
};

/** A node that stops sends its readers elsewhere: not all at once, so many a second. */
const readersASecond = 1_000;
const soonestReturnMillis = 200;

const returnMillis = (readers: number): number =>
  soonestReturnMillis + Math.round(Math.random() * (readers / readersASecond) * 1_000);

/** `GET /v1/sync/stream`: tells a device that there is something to pull. It carries no document. */
export const streamRoute = (app: App, { db, log, metrics, poke, sessions, streams }: Services): void => {
  const open = new Set<EventChannel>();
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
    for (const channel of open) channel.end(returnMillis(open.size));
  });

  const currentSequence = async ({ tenantId }: Session): Promise<number> => {
    const { counter } = await db
      .selectFrom("tenants")
      .select("counter")
      .where("id", "=", tenantId)
      .executeTakeFirstOrThrow();
    return counter;
  };

  const schema = {
    tags: ["replication"],
    summary: "Server-sent events (`text/event-stream`): there is something to pull",
  };
  app.get(
    "/v1/sync/stream",
    { config: { isStream: true, documented: { response: { 200: streamEventSchema } } }, schema },
    async (request, reply) => {
      const session = sessions.of(request);
      const { raw } = reply;
      const channel = new EventChannel(raw, session.epoch);
      const stream = {
        personId: session.person.id,
        get told() {
          return channel.told;
        },
      };
      let endedBy: "reader" | "slowness" | "session" | "node" = "reader";
      const timers: { coalesce?: NodeJS.Timeout | undefined; heartbeat?: NodeJS.Timeout } = {};
      let hasStarted = false;

      /** At once, and what follows within the pause together at its end. */
      const tell = (): void => {
        if (timers.coalesce !== undefined) return;
        channel.flush();
        timers.coalesce = setTimeout(() => {
          timers.coalesce = undefined;
          if (channel.hasNews) tell();
        }, coalesceMillis);
      };
      // Listen first and read the counter then: a commit in between is told twice rather than never.
      const stopListening = poke.listen(session.person.id, (news) => {
        channel.keep(news);
        if (hasStarted) tell();
      });
      raw.once("close", () => {
        stopListening();
        clearInterval(timers.heartbeat);
        clearTimeout(timers.coalesce);
        if (!open.delete(channel)) return;
        streams.remove(stream);
        metrics.streams.set(streams.size);
        metrics.streamsClosed.inc({ reason: isClosing ? "node" : endedBy });
      });

      const beatIfAlive = async (): Promise<void> => {
        if (await sessions.isAlive(session)) {
          if (channel.beat() === "dropped") endedBy = "slowness";
          return;
        }
        endedBy = "session";
        channel.end();
      };
      const sequence = await currentSequence(session);
      if (raw.destroyed) return;
      startEvents(reply);
      open.add(channel);
      streams.add(stream);
      metrics.streams.set(streams.size);
      hasStarted = true;
      channel.keep({ sequence, collections: collectionNames });
      channel.flush();
      if (isClosing) channel.end();
      timers.heartbeat = setInterval(() => {
        beatIfAlive().catch((error: unknown) => {
          log.warn({ err: error }, "a stream ends: its session could not be checked");
          endedBy = "node";
          channel.end();
        });
      }, heartbeatMillis);
    },
  );
};
