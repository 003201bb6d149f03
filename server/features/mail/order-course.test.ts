import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { ApprovalRule } from "@countersign/shared/domain/policy.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { mailOperations } from "@countersign/shared/contract/api/mail.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { delegationsQueue } from "#server/features/delegations/register.ts";
import { escalationsQueue } from "#server/features/escalations/register.ts";
import { Seller, line } from "#server/features/fulfilment/testing/seller.ts";
import { timeLimit } from "#server/testing/database.ts";
import { descriptionsOf } from "#server/testing/described.ts";
import type { TestPerson } from "#server/testing/network.ts";
import { idOf, testNetwork } from "#server/testing/network.ts";

vi.setConfig({ testTimeout: timeLimit });

let seller: Seller;

beforeAll(async () => {
  seller = await Seller.start();
}, timeLimit);
afterAll(() => seller.stop());
beforeEach(async () => {
  seller.reset();
  for (const table of ["provisioned_items", "history", "orders"] as const)
    await seller.server.services.db.deleteFrom(table).execute();
  await governBy(...testNetwork.policies[0]!.rules);
  await seller.execute({ settings: { graceMinutes: 0 } });
});

const governBy = (...rules: ApprovalRule[]): Promise<unknown> => {
  const policy = testNetwork.policies[0]!;
  return seller.server.services.db
    .updateTable("policies")
    .set({ document: JSON.stringify({ ...policy, rules }) })
    .where("id", "=", policy.id)
    .execute();
};
const asking = (role: ApprovalRule["role"], ...names: TestPerson[]): ApprovalRule => ({
  condition: { when: "every-order" },
  role,
  requirement: { mode: "any" },
  candidates: testNetwork.people.filter(({ id }) => names.some((name) => idOf(name) === id)).map(referenceTo),
});

/** Who got which mail since the last time that a test asked. */
const sent = async () => {
  await seller.server.settle();
  return seller.server.mails
    .splice(0)
    .map(({ to, subject }) => `${to.name}: ${subject.replace(/SO-\d+/, "SO")}`)
    .toSorted();
};

const push = async (name: TestPerson, id: string, ...how: ["approve" | "reject", string?] | ["reverse", string]) => {
  const device = (await seller.server.signIn(name)).device();
  const [what, which] = how;
  const command =
    what === "reverse"
      ? device.reverse({ id }, which)
      : what === "approve"
        ? device.approve({ id }, which)
        : device.reject({ id }, "Too many ovens", which);
  expect(await device.push(command)).toMatchObject([{ state: "accepted" }]);
  return command.id;
};

const report = async (id: string, outcome: "provisioned" | "failed"): Promise<void> => {
  const [oven] = (await seller.order(id)).lines;
  const items = outcome === "failed" ? [{ lineId: oven!.id, outcome, error: "Sold out" }] : line(oven!.id);
  expect((await seller.act("nick", id, "items", { items })).status).toBe(200);
};

describe("mail about a decision that was taken back", () => {
  it("tells the requester, and asks the approvers again", async () => {
    await seller.execute({});
    const { id } = await seller.server.place();
    const decision = await push("amy", id, "approve");
    await sent();
    await push("ben", id, "reverse", decision);
    expect(await sent()).toEqual([
      "amy: Order SO needs your approval",
      "ben: Order SO needs your approval",
      "carl: Order SO is being decided again",
    ]);
  });
});

describe("mail about an order's execution", () => {
  it("A25 tells the requester and those whose approval counts that the order is complete", async () => {
    await seller.execute({});
    const { id } = await seller.server.place();
    await push("amy", id, "reverse", await push("ben", id, "approve"));
    await push("amy", id, "approve");
    await seller.server.settle();
    await seller.pass(11);
    await sent();
    await report(id, "provisioned");
    expect(await sent()).toEqual(["amy: Order SO is complete", "carl: Order SO is complete"]);
  });

  it("A26 tells those who approved, and not the requester, that it could not be provisioned", async () => {
    const { id } = await seller.server.place();
    await push("amy", id, "approve");
    await sent();
    await report(id, "failed");
    expect(await sent()).toEqual(["amy: Order SO could not be provisioned"]);
  });

  it("tells the seller's people in their own words when the checks stop it", async () => {
    await seller.execute({ limitMinor: 0, settings: { graceMinutes: 0 } });
    const { id } = await seller.server.place();
    await sent();
    await push("amy", id, "approve");
    await seller.server.settle();
    const texts = new Map(seller.server.mails.map(({ to, text }) => [to.name, text]));
    expect(await sent()).toEqual([
      "carl: Order SO was approved",
      "dora: Order SO could not be executed",
      "nick: Order SO could not be executed",
    ]);
    expect(texts.get("nick")).toContain("of your credit");
    expect(texts.get("dora")).toContain("The north does not have enough credit");
  });

  it("W22 tells the distributor the reason when a product needs a person, not that credit is missing", async () => {
    await seller.execute({ settings: { graceMinutes: 0, manual: [{ vendor: "Ovens & Co" }] } });
    const unitPrice = { amountMinor: 60_000, currency: "EUR" };
    const { id } = await seller.server.place({
      lines: [{ product: "Oven", vendor: "Ovens & Co", quantity: "1", unitPrice }],
    });
    await sent();
    await push("amy", id, "approve");
    await seller.server.settle();
    const mail = seller.server.mails.find(({ to }) => to.name === "dora");
    expect(mail?.text).toContain("Oven");
    expect(mail?.text).not.toContain("credit");
    expect(await sent()).toEqual(["carl: Order SO was approved", "dora: Order SO could not be executed"]);
  });
});

describe("mail about a substitute", () => {
  const hours = (count: number) => count * 3_600_000;
  const inHours = (count: number) => instantFromMillis(millisOf(seller.server.clock.now()) + hours(count));
  const delegate = async (by: TestPerson, to: TestPerson) => {
    const body = { substitute: idOf(to), validFrom: inHours(1), validUntil: inHours(9) };
    const amy = await seller.server.signIn(by);
    expect((await amy.call("POST", "/v1/delegations", body)).status).toBe(201);
    seller.server.clock.advance(hours(2));
    await seller.server.jobs.tick(delegationsQueue);
  };
  const isOver = async (): Promise<void> => {
    await seller.server.services.db.deleteFrom("delegations").execute();
  };

  it("asks the substitute, tells the person who is away, and nobody else", async () => {
    await seller.server.place();
    await sent();
    await delegate("amy", "mona");
    expect(await sent()).toEqual([
      "amy: Order SO: your substitute has been asked",
      "mona: Order SO needs your approval",
    ]);
    await isOver();
  });

  it("does not tell somebody again whose substitute was asked before", async () => {
    await seller.server.place();
    await delegate("amy", "mona");
    await sent();
    await delegate("ben", "cora");
    expect(await sent()).toEqual([
      "ben: Order SO: your substitute has been asked",
      "cora: Order SO needs your approval",
    ]);
    await isOver();
  });

  it("goes only to the one who is also asked because a stage waits too long", async () => {
    const mona = { personId: idOf("mona"), name: "mona" };
    await governBy({ ...asking("approver", "amy"), escalation: { to: "person", afterHours: 24, person: mona } });
    await seller.server.place();
    await sent();
    seller.server.clock.advance(hours(25));
    await seller.server.jobs.tick(escalationsQueue);
    expect(await sent()).toEqual(["mona: Order SO needs your approval"]);
  });

  it("is not sent once the stage has been decided", async () => {
    const { id } = await seller.server.place();
    await sent();
    await delegate("ben", "mona");
    await seller.server.jobs.runNext();
    await push("amy", id, "approve");
    expect(await sent()).toEqual(["carl: Order SO was approved"]);
    await isOver();
  });
});

describe("the reseller's confirmation", () => {
  it("W15 goes to whom the order asks at the reseller, if it asks somebody there", async () => {
    await governBy(asking("reseller", "sven"), asking("approver", "amy"));
    await seller.server.place();
    expect(await sent()).toEqual([
      "carl: We have your order SO",
      "sven: Order SO from The bakery",
      "sven: Order SO needs your approval",
    ]);
  });

  it("W14 goes to somebody who sells for the reseller, if the order asks nobody there", async () => {
    await governBy(asking("approver", "amy"));
    await seller.server.place();
    expect(await sent()).toContain("nick: Order SO from The bakery");
  });

  it("is not written for an order without a reseller", async () => {
    await seller.server.place({ customer: { externalId: "museum" }, requester: { email: "guide@museum.example" } });
    expect(await sent()).toEqual(["dora: Order SO needs your approval", "guide@museum.example: We have your order SO"]);
  });
});

describe("mail about a rejection", () => {
  it("A17 spares those of the same step who had not answered, and not those who had", async () => {
    await governBy(
      { ...asking("approver", "amy", "ben", "mona"), requirement: { mode: "all" } },
      asking("approver", "cora"),
    );
    const { id } = await seller.server.place();
    await push("amy", id, "approve");
    await sent();
    await push("ben", id, "reject");
    expect(await sent()).toEqual(["carl: Order SO was rejected", "mona: Order SO no longer needs your decision"]);
  });

  it("A17 spares those of the later step that was rejected, and nobody of the one before", async () => {
    await governBy(asking("cost-centre-manager", "mona", "cora"), asking("approver", "amy", "ben"));
    const { id } = await seller.server.place();
    await push("mona", id, "approve");
    await sent();
    await push("amy", id, "reject", "stage-2");
    expect(await sent()).toEqual(["ben: Order SO no longer needs your decision", "carl: Order SO was rejected"]);
  });
});

describe("the description of the API", () => {
  it("explains how a person sets their mail", async () => {
    for (const each of await descriptionsOf(seller.server.app, mailOperations))
      expect(each).toMatchObject({ tags: ["mail"], isUsable: true });
  });
});
