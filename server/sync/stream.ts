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

/** `GET /v1/sync/stream`: tells a device that there is something to pull. It carries no document. */
export const streamRoute = (app: App, { db, log, poke, sessions }: Services): void => {
  const open = new Set<EventChannel>();
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
    for (const channel of open) channel.end();
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
    { config: { documented: { response: { 200: streamEventSchema } } }, schema },
    async (request, reply) => {
      const session = sessions.of(request);
      const { raw } = reply;
      const channel = new EventChannel(raw, session.epoch);
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
        open.delete(channel);
      });

      const beatIfAlive = async (): Promise<void> => {
        if (await sessions.isAlive(session)) channel.beat();
        else channel.end();
      };
      const sequence = await currentSequence(session);
      if (raw.destroyed) return;
      startEvents(reply);
      open.add(channel);
      hasStarted = true;
      channel.keep({ sequence, collections: collectionNames });
      channel.flush();
      if (isClosing) channel.end();
      timers.heartbeat = setInterval(() => {
        beatIfAlive().catch((error: unknown) => {
          log.warn({ err: error }, "a stream ends: its session could not be checked");
          channel.end();
        });
      }, heartbeatMillis);
    },
  );
};
