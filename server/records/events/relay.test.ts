import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import { timeLimit } from "#server/testing/database.ts";
import { heldJobs } from "#server/testing/held-jobs.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { recordEvents } from "./event-store.ts";
import type { StoredEvent } from "./order-event.ts";
import { storedEventSchema } from "./order-event.ts";
import { relayEvents, relayAfterCommits, relayQueue } from "./relay.ts";
import type { EventSubscriber } from "./subscriber.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
afterEach(() => server.database.db.deleteFrom("order_events").execute());

const queue: JobQueue<StoredEvent> = { name: "listener", payload: storedEventSchema, tries: { retries: 0 } };
const everything: EventSubscriber = { queue, wants: () => true };

/** Places an order without the server's own relay interfering. */
const placed = async (): Promise<string> => {
  const { id } = await server.place();
  await server.services.events.idle();
  await server.database.db.updateTable("order_events").set({ is_relayed: false }).execute();
  return id;
};

describe("the relay", () => {
  it("passes an order's events on to the subscribers that want them, once and in sequence", async () => {
    const jobs = heldJobs(server.clock);
    const orderId = await placed();
    const openings: EventSubscriber = {
      queue: { ...queue, name: "openings" },
      wants: ({ kind }) => kind === "stage-opened",
    };
    await Promise.all([1, 2, 3].map(() => relayEvents({ ...server.services, jobs }, [everything, openings])));
    expect(jobs.waiting(queue).map(({ event, orderId: id }) => [event.kind, id])).toEqual([
      ["order-placed", orderId],
      ["stage-opened", orderId],
    ]);
    expect(jobs.waiting(openings.queue)).toHaveLength(1);
  });

  it("creates no jobs for events that nobody hears", async () => {
    const jobs = heldJobs(server.clock);
    await placed();
    const askedAbout: string[] = [];
    const openings: EventSubscriber = {
      queue,
      wants: ({ kind }) => kind === "order-placed",
      heard: (_tx, events) => {
        askedAbout.push(...events.map(({ event }) => event.kind));
        return Promise.resolve([]);
      },
    };
    await relayEvents({ ...server.services, jobs }, [openings, { ...everything, queue: { ...queue, name: "all" } }]);
    expect(askedAbout).toEqual(["order-placed"]);
    expect(jobs.waiting(queue)).toEqual([]);
    expect(jobs.waiting({ ...queue, name: "all" })).toHaveLength(2);
  });

  it("keeps them if passing on fails, and the next run finds them", async () => {
    const jobs = heldJobs(server.clock);
    await placed();
    const broken = { ...jobs, sendAll: () => Promise.reject(new Error("no room for jobs")) };
    const relay = relayAfterCommits({ ...server.services, jobs: broken }, [everything]);
    relay.wake();
    await relay.idle();
    expect(jobs.waiting(queue)).toEqual([]);
    await relayEvents({ ...server.services, jobs }, [everything]);
    expect(jobs.waiting(queue)).toHaveLength(2);
  });

  it("passes on more than one page", async () => {
    const jobs = heldJobs(server.clock);
    const orderId = (await server.place()).id;
    const occasion = { tenantId: "hub", orderId: orderId as StoredEvent["orderId"], at: server.clock.now() };
    const { tenant_id: tenantId } = await server.database.db
      .selectFrom("orders")
      .select("tenant_id")
      .where("id", "=", occasion.orderId)
      .executeTakeFirstOrThrow();
    await server.services.events.idle();
    const many = Array.from({ length: 450 }, () => ({ kind: "order-placed" }) as const);
    await inTransaction(server.database.db, (tx) => recordEvents(tx, { ...occasion, tenantId }, many));
    await relayEvents({ ...server.services, jobs }, [everything]);
    expect(jobs.waiting(queue)).toHaveLength(450);
  });

  it("passes on nothing from a transaction that was rolled back", async () => {
    const jobs = heldJobs(server.clock);
    const undone = inTransaction(server.database.db, async (tx) => {
      const { id: tenantId } = await tx.selectFrom("tenants").select("id").executeTakeFirstOrThrow();
      const occasion = { tenantId, orderId: "order" as StoredEvent["orderId"], at: server.clock.now() };
      await recordEvents(tx, occasion, [{ kind: "order-placed" }]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await relayEvents({ ...server.services, jobs }, [everything]);
    expect(jobs.waiting(queue)).toEqual([]);
  });

  it("also runs every minute, for events of a node that stopped after its commit", async () => {
    await placed();
    await server.jobs.tick(relayQueue);
    expect(await server.jobs.runDue()).toBe(true);
    const { waiting } = await server.database.db
      .selectFrom("order_events")
      .select(({ fn }) => fn.countAll<number>().as("waiting"))
      .where("is_relayed", "=", false)
      .executeTakeFirstOrThrow();
    expect(z.coerce.number().parse(waiting)).toBe(0);
  });
});
