import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { Stage } from "@countersign/shared/domain/approval-flow.ts";
import { organisationIdSchema, personIdSchema } from "@countersign/shared/domain/ids.ts";
import { money } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { timeLimit } from "#server/testing/database.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { redactedOrderOf } from "./redacted-order.ts";
import type { Reader } from "./redact.ts";
import { redactFor } from "./redact.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const hybrid = hybridOrder({ reseller: money(90_000, "EUR"), distributor: money(70_000, "EUR") });

describe("A76 the stored redacted version of an order", () => {
  const person = fc.constantFrom("p1", "p2", "p3", "p4", "p5").map((id) => personIdSchema.parse(id));
  const organisation = fc
    .constantFrom("customer", "reseller", "distributor")
    .map((id) => organisationIdSchema.parse(id));
  const named = person.map((personId) => ({ personId, name: "Somebody" }));
  const stage: fc.Arbitrary<Stage> = fc.record({
    ...Object.fromEntries(Object.entries(hybrid.flow.stages[0]!).map(([key, value]) => [key, fc.constant(value)])),
    role: fc.constantFrom("reseller" as const, "distributor" as const, "approver" as const),
    condition: fc.constantFrom(...hybrid.flow.stages.map(({ condition }) => condition)),
    candidates: fc.array(named, { maxLength: 3 }),
  }) as fc.Arbitrary<Stage>;
  const order: fc.Arbitrary<Order> = fc
    .record({
      requester: named,
      stages: fc.array(stage, { maxLength: 3 }),
      customer: organisation,
      reseller: fc.option(organisation),
      distributor: fc.option(organisation),
      levels: fc.subarray([...(hybrid.levelAmounts ?? [])]),
    })
    .map(({ requester, stages, customer, reseller, distributor, levels }): Order => {
      const { reseller: _reseller, distributor: _distributor, levelAmounts: _levels, ...rest } = hybrid;
      const as = (organisationId: typeof customer) => ({ organisationId, name: "Some company" });
      return {
        ...rest,
        requester,
        customer: as(customer),
        ...(reseller === null ? {} : { reseller: as(reseller) }),
        ...(distributor === null ? {} : { distributor: as(distributor) }),
        ...(levels.length === 0 ? {} : { levelAmounts: levels }),
        flow: { ...rest.flow, stages },
      };
    });

  it("is what everybody in its organisation may read, except those listed as reading more", () => {
    let taken = 0;
    fc.assert(
      fc.property(order, person, (one, id) => {
        const reading = redactedOrderOf(one);
        if (reading === undefined) return;
        const readsMore = reading.notFor.includes(id);
        if (!readsMore) taken += 1;
        const reader: Reader = { id, organisationId: reading.organisationId };
        const isSame = isDeepStrictEqual(JSON.parse(reading.text), JSON.parse(JSON.stringify(redactFor(one, reader))));
        // Those who may see more still see the same if the order contains nothing more.
        expect(isSame || readsMore).toBe(true);
      }),
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("is the distributor's; an order without a distributor has none", () => {
    const { distributor: _none, ...direct } = hybrid;
    expect(redactedOrderOf(direct)).toBeUndefined();
    expect(redactedOrderOf(hybrid)?.organisationId).toBe(hybrid.distributor?.organisationId);
  });
});

describe("A76 a page of orders", () => {
  let server: TestServer;
  let id: string;

  beforeAll(async () => {
    server = await startTestServer();
    ({ id } = await server.place({
      levelAmounts: [{ role: "distributor", total: { amountMinor: 100_000, currency: "EUR" } }],
    }));
  });
  afterAll(() => server.stop());

  const whole = async (): Promise<Order> =>
    (
      await server.database.db
        .selectFrom("orders")
        .select("document")
        .where("id", "=", id as Order["id"])
        .executeTakeFirstOrThrow()
    ).document;
  const reads = async (name: TestPerson) => (await server.signIn(name)).order(id);
  const readerOf = async (name: TestPerson): Promise<Reader> => {
    const row = await server.database.db
      .selectFrom("people")
      .select(["id", "organisation_id as organisationId"])
      .where("id", "=", idOf(name))
      .executeTakeFirstOrThrow();
    return row;
  };
  const rowOf = async (name: TestPerson) => {
    const rows = await server.services.changeLog.read(idOf(name), "orders", { sequence: 0, documentId: "" }, 10);
    return rows.find(({ documentId }) => documentId === id);
  };

  it.each(["dora", "carl", "amy"] as const)("shows %s what they may read", async (name) => {
    expect(await reads(name)).toEqual(redactFor(await whole(), await readerOf(name)));
  });

  it("uses the stored version only for the distributor's people", async () => {
    expect([(await rowOf("dora"))?.isReadable, (await rowOf("amy"))?.isReadable]).toEqual([true, false]);
  });

  it("uses the document if the stored version has another revision or is missing", async () => {
    const { db } = server.database;
    await db
      .updateTable("orders")
      .set({ redacted: '{"stale":true}', redacted_revision: 0 })
      .where("id", "=", id as Order["id"])
      .execute();
    expect((await rowOf("dora"))?.isReadable).toBe(false);
    expect(await reads("dora")).toEqual(redactFor(await whole(), await readerOf("dora")));
    await db
      .updateTable("orders")
      .set({ redacted: null, redacted_for: null, redacted_not_for: null, redacted_revision: null })
      .where("id", "=", id as Order["id"])
      .execute();
    expect((await rowOf("dora"))?.isReadable).toBe(false);
    expect(await reads("dora")).toEqual(redactFor(await whole(), await readerOf("dora")));
  });

  it("has a stored version again after the next decision, but not for those who may read more", async () => {
    const device = (await server.signIn("amy")).device();
    await device.push(device.approve({ id }));
    expect((await rowOf("dora"))?.isReadable).toBe(true);
    const order = await whole();
    expect(await reads("dora")).toEqual(redactFor(order, await readerOf("dora")));
    await server.database.db
      .updateTable("orders")
      .set({
        redacted_not_for: JSON.stringify([idOf("dora")]),
      })
      .where("id", "=", order.id)
      .execute();
    expect((await rowOf("dora"))?.isReadable).toBe(false);
  });
});
