import type { FastifyReply } from "fastify";

import { replicationOperations } from "@countersign/shared/contract/api/replication.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { EventChannel } from "./event-channel.ts";
import { Follower } from "./follower.ts";
import { LivePages } from "./live-pages.ts";

const startEvents = (reply: FastifyReply): void => {
  reply.hijack();
  reply.raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
};

/** A stopping node sends its readers elsewhere, this many a second and not all at once. */
const readersASecond = 1_000;
const soonestReturnMillis = 200;

const returnMillis = (readers: number): number =>
  soonestReturnMillis + Math.round(Math.random() * (readers / readersASecond) * 1_000);

/** A route whose answers stay open, and the way to end them when the node stops. */
interface EventStream {
  readonly route: Route;
  readonly close: () => void;
}

/** `GET /v1/sync/stream`: tells a device that there is something to pull, and carries it if it is small. */
export const eventStream = (services: Services): EventStream => {
  const { db, metrics, poke, streams } = services;
  const pages = new LivePages(services);
  const open = new Set<Follower>();
  let isClosing = false;

  const currentSequence = async ({ tenantId }: Session): Promise<number> => {
    const { counter } = await db
      .selectFrom("tenants")
      .select("counter")
      .where("id", "=", tenantId)
      .executeTakeFirstOrThrow();
    return counter;
  };

  const route = rawRoute(
    {
      operation: replicationOperations.openStream,
      right: "signed-in",
      tags: ["replication"],
      summary: "Server-sent events (`text/event-stream`): there is something to pull",
      isStream: true,
    },
    async ({ session, query }, reply) => {
      const { raw } = reply;
      const wantsPages = query.pages === "true";
      const channel = new EventChannel(raw, session.epoch);
      const follower = new Follower(services, session, channel, wantsPages ? pages : undefined);
      // Listen before reading the counter: a commit in between is announced twice rather than never.
      const stopListening = poke.listen(session.person.id, (news) => follower.notify(news));
      raw.once("close", () => {
        stopListening();
        follower.stop();
        if (!open.delete(follower)) return;
        streams.remove(follower);
        metrics.streams.set(streams.size);
        metrics.streamsClosed.inc({ reason: isClosing ? "node" : follower.endedBy });
      });

      const sequence = await currentSequence(session);
      if (raw.destroyed) return ok(undefined);
      startEvents(reply);
      open.add(follower);
      streams.add(follower);
      metrics.streams.set(streams.size);
      follower.begin(sequence);
      if (isClosing) follower.sendAway(soonestReturnMillis);
      return ok(undefined);
    },
  );
  const close = (): void => {
    isClosing = true;
    for (const follower of open) follower.sendAway(returnMillis(open.size));
  };
  return { route, close };
};
