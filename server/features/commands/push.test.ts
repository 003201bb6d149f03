import { sql } from "kysely";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { refusal } from "@countersign/shared/domain/refusal.ts";
import { fail } from "@countersign/shared/domain/result.ts";

import { timeLimit } from "#server/testing/database.ts";
import type { TestClient, TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let amy: TestClient;
let ben: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  amy = await server.signIn("amy");
  ben = await server.signIn("ben");
}, timeLimit);
afterAll(() => server.stop());

const accepted: unknown = expect.objectContaining({ state: "accepted" });
const refused = (code: string, args: Record<string, unknown> = {}): unknown =>
  expect.objectContaining({ state: "refused", code, args: expect.objectContaining(args) as unknown });
const waiting = { state: "waiting" };

describe("a decision", () => {
  it("S44 I09 is accepted from any one approver, approves the order and goes to the ERP", async () => {
    const placed = await server.place();
    const device = amy.device();
    expect(await device.push(device.approve(placed))).toEqual([accepted]);
    expect(await ben.order(placed.id)).toMatchObject({ status: "approved", erpStatus: "open", revision: 2 });
  });

  it("D06 is recorded in the history with the times at which it was made and received", async () => {
    const placed = await server.place();
    const device = ben.device();
    const command = device.reject(placed, "too many ovens");
    await device.push(command);
    const entry = (await amy.documents("history")).find(({ id }) => id === command.id);
    expect(entry).toMatchObject({
      orderNumber: placed.number,
      action: "rejected",
      reason: "too many ovens",
      person: { name: "ben" },
      deviceId: device.id,
      madeAt: command.madeAt,
      orderStatus: "rejected",
    });
    expect(entry!.receivedAt > command.madeAt).toBe(true);
  });

  it("on an order that requires a newer program is refused if it was made with an older one, whoever sends it", async () => {
    const placed = await server.place();
    await sql`update orders set document = jsonb_set(document, '{decidableFrom}', '2') where id = ${placed.id}`.execute(
      server.services.db,
    );
    const device = amy.device();
    expect(await device.push(device.approve(placed))).toEqual([refused("newer-program-needed")]);
    const { orderId, stageId } = { orderId: placed.id, stageId: "stage-1" };
    expect(await device.push(device.command("approve-order", { orderId, stageId }, { protocol: 2 }))).toEqual([
      accepted,
    ]);
  });

  it("I13 D08 rejecting without a reason is refused", async () => {
    const placed = await server.place();
    const device = amy.device();
    const command = device.command("reject-order", { orderId: placed.id, stageId: "stage-1" });
    expect(await device.push(command)).toEqual([refused("reason-required")]);
  });

  it("I03 of a later stage is refused until the cost centre manager has decided", async () => {
    const placed = await server.place({ costCentre: { id: "flour", name: "Flour" } });
    const mona = await server.signIn("mona");
    const [managers, approvers] = [mona.device(), amy.device()];
    expect(await approvers.push(approvers.approve(placed, "stage-2"))).toEqual([refused("stage-not-open")]);
    expect(await managers.push(managers.approve(placed))).toEqual([accepted]);
    expect(await approvers.push(approvers.approve(placed, "stage-2"))).toEqual([accepted]);
    expect((await amy.order(placed.id)).status).toBe("approved");
  });

  it("I22 ends the flow when it is a rejection; a later stage is told who rejected", async () => {
    const placed = await server.place({ costCentre: { id: "flour", name: "Flour" } });
    const mona = await server.signIn("mona");
    const [managers, approvers] = [mona.device(), amy.device()];
    await managers.push(managers.reject(placed, "no flour this year"));
    expect(await approvers.push(approvers.approve(placed, "stage-2"))).toEqual([
      refused("already-decided", { person: "mona", outcome: "rejected" }),
    ]);
  });
});

describe("two people", () => {
  it("S52 A14 who decide one any-of stage at once get one winner, and the other learns who, what and when", async () => {
    for (let round = 0; round < 5; round += 1) {
      const placed = await server.place();
      const [first, second] = [amy.device(), ben.device()];
      const verdicts = await Promise.all([
        first.push(first.approve(placed)),
        second.push(second.reject(placed, "not now")),
      ]);
      const losers = verdicts.flat().filter(({ state }) => state === "refused");
      expect(losers).toEqual([refused("already-decided")]);
      expect(verdicts.flat()).toContainEqual(accepted);
      const [decision] = (await amy.order(placed.id)).flow.decisions;
      expect(losers[0]).toMatchObject({
        args: { person: decision!.person.name, outcome: decision!.outcome, at: decision!.receivedAt },
      });
    }
  });

  it("A14 the same answer from a person's other device is harmless and recorded once", async () => {
    const placed = await server.place();
    const [desk, phone] = [amy.device(), amy.device()];
    expect(await desk.push(desk.approve(placed))).toEqual([accepted]);
    expect(await phone.push(phone.approve(placed))).toEqual([
      expect.objectContaining({ state: "accepted", revision: 2 }),
    ]);
    expect((await amy.order(placed.id)).revision).toBe(2);
    expect((await amy.documents("history")).filter(({ orderId }) => orderId === placed.id)).toHaveLength(1);
  });

  it("S53 S47 the other authorizer may cancel a decision, and the stage is asked again", async () => {
    const placed = await server.place();
    const [first, second] = [amy.device(), ben.device()];
    const approval = first.approve(placed);
    await first.push(approval);
    expect(await second.push(second.reverse(placed, approval.id), second.reject(placed, "I disagree"))).toEqual([
      accepted,
      accepted,
    ]);
    expect(await amy.order(placed.id)).toMatchObject({ status: "rejected", erpStatus: "absent", revision: 4 });
  });
});

describe("a reversal", () => {
  it("S48 is refused once the ERP released the order", async () => {
    const placed = await server.place();
    const dora = await server.signIn("dora");
    const device = amy.device();
    const approval = device.approve(placed);
    await device.push(approval);
    const report = await dora.call("PUT", `/v1/orders/${placed.id}/erp-status`, { status: "released" });
    expect(report).toMatchObject({ status: 200, body: { erpStatus: "released", revision: 3 } });
    expect(await device.push(device.reverse(placed, approval.id))).toEqual([
      refused("erp-moved-on", { erpStatus: "released" }),
    ]);
    expect((await ben.order(placed.id)).erpStatus).toBe("released");
  });
});

describe("a repeated push", () => {
  it("D09 always gets the same verdict and counts once, even if it arrives many times at once", async () => {
    const placed = await server.place();
    const device = amy.device();
    const command = device.approve(placed);
    const verdicts = (await Promise.all(Array.from({ length: 8 }, () => device.push(command)))).flat();
    expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size).toBe(1);
    server.clock.advance(1_000_000);
    const altered = { ...command, type: "reject-order", payload: { ...command.payload, reason: "changed my mind" } };
    expect(await device.push(altered)).toEqual([verdicts[0]]);
    expect((await amy.order(placed.id)).flow.decisions).toHaveLength(1);
  });

  it("returns one command for each that was pushed, in the order pushed", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const commands = [device.approve(one), device.approve(two)].toReversed();
    const { body } = await device.send(commands);
    expect((body["commands"] as { id: string }[]).map(({ id }) => id)).toEqual(commands.map(({ id }) => id));
  });
});

describe("the order of one device", () => {
  it("D09 holds a command behind a hole without a verdict, and executes all in order once the hole is filled", async () => {
    const placed = await server.place();
    const device = amy.device();
    const approval = device.approve(placed);
    const reversal = device.reverse(placed, approval.id);
    const rejection = device.reject(placed, "second thoughts");
    expect(await device.push(rejection)).toEqual([waiting]);
    expect(await device.push(reversal)).toEqual([waiting]);
    expect((await amy.order(placed.id)).revision).toBe(1);

    expect(await device.push(approval)).toEqual([accepted]);
    expect(await device.push(reversal, rejection)).toEqual([accepted, accepted]);
    const { flow, status } = await amy.order(placed.id);
    expect(status).toBe("rejected");
    expect(flow.decisions.map(({ outcome, reversal }) => [outcome, reversal !== undefined])).toEqual([
      ["approved", true],
      ["rejected", false],
    ]);
  });

  it("shows a held command to its person as waiting", async () => {
    const device = amy.device();
    device.approve({ id: v7() });
    const held = device.approve(await server.place());
    await device.push(held);
    expect((await amy.documents("commands")).find(({ id }) => id === held.id)?.verdict).toEqual(waiting);
  });

  it("puts the commands of one push in order before it executes them", async () => {
    const placed = await server.place();
    const device = amy.device();
    const approval = device.approve(placed);
    expect(await device.push(device.reverse(placed, approval.id), approval)).toEqual([accepted, accepted]);
  });

  it("judges a reused number, of a restored backup or a cloned device, by itself", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    await device.push(device.approve(one));
    expect(await device.push({ ...device.approve(two), deviceSeq: 1 })).toEqual([accepted]);
  });

  it("is not stopped by a command that was refused out of its turn", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const first = device.approve(one);
    const foreign = { ...device.approve(one), actorId: "person-ben" };
    const last = device.approve(two);
    expect(await device.push(foreign)).toEqual([refused("actor-mismatch")]);
    expect(await device.push(last)).toEqual([waiting]);
    expect(await device.push(first)).toEqual([accepted]);
    expect(await device.push(last)).toEqual([accepted]);
  });
});

describe("a push of many commands", () => {
  it("executes more than fit into one transaction, each with its own verdict", async () => {
    const orders = [await server.place(), await server.place()];
    const device = amy.device();
    const commands = Array.from({ length: 120 }, (_, index) => device.approve(orders[index % 2]!));
    const verdicts = await device.push(...commands);
    expect(verdicts).toHaveLength(120);
    expect(verdicts.every(({ state }) => state === "accepted")).toBe(true);
    for (const { id } of orders) expect(await amy.order(id)).toMatchObject({ revision: 2, status: "approved" });
  });

  it("S47 A14 judges each against the result of those before it, and records every step", async () => {
    const placed = await server.place();
    const device = amy.device();
    const [first, second] = [device.approve(placed), device.reject(placed, "no, after all")];
    const [back, third] = [device.reverse(placed, first.id), device.reject(placed, "too dear")];
    expect(await device.push(first, second, back, third)).toEqual([
      accepted,
      refused("already-decided-by-you"),
      accepted,
      accepted,
    ]);
    const steps = (await ben.documents("history")).filter(({ orderId }) => orderId === placed.id);
    expect(steps.map(({ action }) => action).toSorted()).toEqual(["approved", "rejected", "reversed"]);
    expect(await ben.order(placed.id)).toMatchObject({ revision: 4, status: "rejected" });
  });

  it("refuses the one whose id is another person's decision, and none of the others", async () => {
    const [one, two, three] = [await server.place(), await server.place(), await server.place()];
    const bens = ben.device();
    const decision = bens.approve(one);
    await bens.push(decision);
    const device = amy.device();
    const stolen = { ...device.approve(two), id: decision.id };
    expect(await device.push(device.approve(three), stolen)).toEqual([accepted, refused("actor-mismatch")]);
    expect([(await amy.order(two.id)).status, (await amy.order(three.id)).status]).toEqual(["pending", "approved"]);
  });

  it("refuses the one that something depending on its order cannot follow, and none of the others", async () => {
    const [first, second] = [await server.place(), await server.place()];
    const device = amy.device();
    const commands = [device.approve(first), device.approve(second)];
    vi.spyOn(server.services.followers, "follow").mockResolvedValueOnce(fail(refusal("subscription-went-on")));
    const verdicts = [refused("subscription-went-on"), accepted];
    expect(await device.push(...commands)).toEqual(verdicts);
    expect(await amy.order(first.id)).toMatchObject({ status: "pending", revision: 1 });
    expect((await amy.documents("history")).map(({ id }) => id)).not.toContain(commands[0]!.id);
    expect(await device.push(...commands)).toEqual(verdicts);
  });

  it("keeps what was executed before one that the database cannot store, and executes that one once it can", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const commands = [device.approve(one), device.reject(two, "spoilt")];
    const { db } = server.database;
    await sql`create function spoil() returns trigger language plpgsql as $$ begin raise 'spoilt'; end $$`.execute(db);
    await sql`create trigger spoil before insert on commands for each row
      when (new.document #>> '{payload,reason}' = 'spoilt') execute function spoil()`.execute(db);
    expect((await device.send(commands)).status).toBe(500);
    expect([(await amy.order(one.id)).status, (await amy.order(two.id)).status]).toEqual(["approved", "pending"]);
    const [kept] = (await amy.documents("commands")).filter(({ id }) => id === commands[0]!.id);
    await sql`drop trigger spoil on commands`.execute(db);
    expect(await device.push(...commands)).toEqual([kept!.verdict, accepted]);
    expect(await amy.order(two.id)).toMatchObject({ revision: 2, status: "rejected" });
  });
});

describe("a command that cannot be accepted", () => {
  it("D09 gets its own verdict and stops none of the others", async () => {
    const placed = await server.place();
    const device = amy.device();
    const unknownType = device.command("teleport-order", { orderId: placed.id });
    const wrongPayload = device.command("approve-order", { orderId: placed.id, stageId: 7 });
    const noEnvelope = { id: v7(), deviceSeq: 3, deviceId: device.id };
    device.command("skipped", {});
    const withNul = { ...device.approve(placed), payload: { orderId: placed.id, stageId: "a\0b" } };
    // Too deep for a schema to check, though small.
    const depth = 3_000;
    const nested = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    const tooDeep = { ...device.approve(placed), payload: JSON.parse(nested) as unknown };
    const good = device.approve(placed);
    expect(await device.push(unknownType, wrongPayload, noEnvelope, withNul, tooDeep, good)).toEqual([
      refused("command-type-unknown", { type: "teleport-order" }),
      refused("command-malformed", { path: "payload.stageId" }),
      refused("command-malformed", { path: "type" }),
      refused("command-malformed", { path: "payload.stageId", problem: "unstorable-character" }),
      refused("command-malformed", { problem: "nested-too-deeply" }),
      accepted,
    ]);
  });

  it("with a reason of 100,000 characters is refused with its length and the maximum", async () => {
    const device = amy.device();
    const command = device.reject(await server.place(), "x".repeat(100_000));
    expect(await device.push(command)).toEqual([refused("text-too-long", { actual: 100_000, max: 2_000 })]);
  });

  it("stays refused for ever, and its person can pull it", async () => {
    const device = amy.device();
    const command = device.command("teleport-order", {});
    const first = await device.push(command);
    expect(await device.push({ ...command, type: "approve-order" })).toEqual(first);
    expect((await amy.documents("commands")).find(({ id }) => id === command.id)?.verdict).toEqual(first[0]);
    expect((await ben.documents("commands")).map(({ id }) => id)).not.toContain(command.id);
  });

  it("on an order that the person may not see is refused like one on an order that does not exist", async () => {
    const placed = await server.place();
    const device = (await server.signIn("paul")).device();
    expect(await device.push(device.approve(placed), device.approve({ id: v7() }))).toEqual([
      refused("order-unknown"),
      refused("order-unknown"),
    ]);
  });

  it("from somebody who sees the order but is not asked is refused", async () => {
    const device = (await server.signIn("alma")).device();
    expect(await device.push(device.approve(await server.place()))).toEqual([refused("not-a-candidate")]);
  });

  it("made as another person is refused, and does not block that person's own command", async () => {
    const placed = await server.place();
    const [own, foreign] = [amy.device(), ben.device()];
    const command = own.approve(placed);
    expect(await foreign.push(command)).toEqual([refused("actor-mismatch")]);
    expect(await own.push(command)).toEqual([accepted]);
  });

  it("with the id of another person's decision is refused", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const [first, second] = [amy.device(), ben.device()];
    const command = first.approve(one);
    await first.push(command);
    expect(await second.push({ ...second.approve(two), id: command.id })).toEqual([refused("actor-mismatch")]);
    expect((await ben.order(two.id)).status).toBe("pending");
  });

  it("from a device of another person is refused", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const [first, second] = [amy.device(), ben.device()];
    await first.push(first.approve(one));
    expect(await second.push({ ...second.approve(two), deviceId: first.id })).toEqual([
      refused("device-of-another-person"),
    ]);
  });

  it("without a readable id fails the request, naming its place, before anything is executed", async () => {
    const placed = await server.place();
    const device = amy.device();
    const { status, body } = await device.send([device.approve(placed), { id: "not a uuid" }]);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "request-malformed", errors: [{ path: "commands.1.id" }] });
    expect((await amy.order(placed.id)).status).toBe("pending");
  });
});
