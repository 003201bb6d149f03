import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalRule } from "@countersign/shared/domain/policy.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { emailOf, idOf, testNetwork } from "#server/testing/network.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());
beforeEach(() => governBy(all("amy", "ben")));

const all = (...names: TestPerson[]): ApprovalRule => ({
  condition: { when: "every-order" },
  role: "approver",
  requirement: { mode: "all" },
  candidates: testNetwork.people.filter(({ id }) => names.some((name) => idOf(name) === id)).map(referenceTo),
});
const governBy = (...rules: ApprovalRule[]): Promise<unknown> => {
  const policy = testNetwork.policies[0]!;
  return server.services.db
    .updateTable("policies")
    .set({ document: JSON.stringify({ ...policy, rules }) })
    .where("id", "=", policy.id)
    .execute();
};

const send = async (name: TestPerson, url: string, body: object, key?: string) => {
  const headers = key === undefined ? undefined : { "idempotency-key": key };
  const { status, body: answer } = await (await server.signIn(name)).call("POST", `/v1/orders/${url}`, body, headers);
  return { ...answer, httpStatus: status } as { httpStatus: number; id?: string; code?: string; revision?: number };
};
const approve = (name: TestPerson, { id }: { id: string }, key?: string, stageId?: string) =>
  send(name, `${id}/decisions`, { outcome: "approved", ...(stageId === undefined ? {} : { stageId }) }, key);
const takeBack = (name: TestPerson, { id }: { id: string }, decisionId: string | undefined) =>
  send(name, `${id}/reversals`, { decisionId });

/** What a server leaves behind that dies after its work is stored and before it has answered. */
const loseAnswers = async (): Promise<void> => {
  await server.services.db.updateTable("idempotency_keys").set({ answer: null }).execute();
  server.clock.advance(11_000);
};

describe("a repeated answer to an order", () => {
  it("A14 names the caller's own decision, not a colleague's", async () => {
    const placed = await server.place();
    const bens = await approve("ben", placed);
    const amys = await approve("amy", placed);
    expect(amys.id).not.toBe(bens.id);
    expect((await approve("amy", placed)).id).toBe(amys.id);
    expect((await approve("ben", placed)).id).toBe(bens.id);
  });

  it("A14 names the decision that counts, not one that was taken back", async () => {
    const placed = await server.place();
    const first = await approve("amy", placed);
    expect((await takeBack("amy", placed, first.id)).httpStatus).toBe(200);
    const second = await approve("amy", placed);
    expect(second).toMatchObject({ httpStatus: 200, revision: 4 });
    expect(await approve("amy", placed)).toMatchObject({ id: second.id, revision: 4 });
    expect(second.id).not.toBe(first.id);
  });

  it("A14 names the decision of the stage that was meant, if several ask the caller", async () => {
    await governBy(all("amy"), { ...all("amy"), role: "cost-centre-manager" });
    const placed = await server.place();
    const stages = (await (await server.signIn("amy")).order(placed.id)).flow.stages.map(({ id }) => id);
    expect(stages).toHaveLength(2);
    const ids: unknown[] = [];
    for (const stage of stages) ids.push((await approve("amy", placed, undefined, stage)).id);
    const again: unknown[] = [];
    for (const stage of stages) again.push((await approve("amy", placed, undefined, stage)).id);
    expect(again).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("an answer that was lost with its server", () => {
  it("A14 is given again with its own id, even if the decision was taken back and made anew since", async () => {
    const placed = await server.place();
    const first = await approve("amy", placed, "first");
    await takeBack("amy", placed, first.id);
    const second = await approve("amy", placed, "second");
    await loseAnswers();
    expect((await approve("amy", placed, "first")).id).toBe(first.id);
    expect((await approve("amy", placed, "second")).id).toBe(second.id);
  });

  it("is given again to somebody whom the order no longer asks", async () => {
    const placed = await server.place();
    const decided = await approve("amy", placed, "before-she-left");
    const { db } = server.services;
    const id = placed.id as Order["id"];
    const found = db.selectFrom("orders").select("document").where("id", "=", id);
    const { document } = await found.executeTakeFirstOrThrow();
    const [stage] = document.flow.stages;
    const candidates = stage!.candidates.filter(({ name }) => name === "ben");
    const withoutAmy: Order = { ...document, flow: { ...document.flow, stages: [{ ...stage!, candidates }] } };
    await db
      .updateTable("orders")
      .set({ document: JSON.stringify(withoutAmy) })
      .where("id", "=", id)
      .execute();
    expect(await approve("amy", placed)).toMatchObject({ httpStatus: 403, code: "not-a-candidate" });
    await loseAnswers();
    expect(await approve("amy", placed, "before-she-left")).toMatchObject({ httpStatus: 200, id: decided.id });
  });
});

describe("an answer to a quote", () => {
  it("S55 is refused with the reason if it is a decision; a comment finds no order", async () => {
    const carl = await server.signIn("carl");
    const { body: quote } = await carl.call("POST", "/v1/quotes", {
      requester: { email: emailOf("carl") },
      customer: { externalId: "bakery" },
      lines: [{ product: "Oven", quantity: "1" }],
    });
    expect(await approve("carl", { id: String(quote["id"]) })).toMatchObject({
      httpStatus: 409,
      code: "quote-not-converted",
    });
    expect(await send("carl", `${String(quote["id"])}/comments`, { text: "Until Friday." })).toMatchObject({
      httpStatus: 404,
      code: "not-found",
    });
  });
});
