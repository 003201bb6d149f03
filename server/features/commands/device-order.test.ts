import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { Command } from "@countersign/shared/domain/command.ts";

import { timeLimit } from "#server/testing/database.ts";
import { idOf } from "#server/testing/network.ts";
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

const waiting = { state: "waiting" };
const accepted: unknown = expect.objectContaining({ state: "accepted" });
const refused = (code: string): unknown => expect.objectContaining({ state: "refused", code });
const verdictOf = async ({ id }: Command): Promise<unknown> =>
  (await amy.documents("commands")).find((command) => command.id === id)?.verdict;
const statusOf = async ({ id }: { readonly id: string }) => (await amy.order(id)).status;

describe("a command that waits for an earlier one", () => {
  it("is executed as soon as that one arrives, without being sent again", async () => {
    const [one, two, three] = [await server.place(), await server.place(), await server.place()];
    const device = amy.device();
    const [first, second, third] = [device.approve(one), device.approve(two), device.approve(three)];
    expect(await device.push(third)).toEqual([waiting]);
    expect(await device.push(second)).toEqual([waiting]);
    expect(await device.push(first)).toEqual([accepted]);
    for (const command of [second, third]) expect(await verdictOf(command)).toEqual(accepted);
    for (const order of [one, two, three]) expect(await statusOf(order)).toBe("approved");
  });

  it("is executed even if one in between was refused at once", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const first = device.approve(one);
    const malformed = { ...device.approve(one), payload: "nothing" };
    const last = device.approve(two);
    expect(await device.push(last)).toEqual([waiting]);
    expect(await device.push(malformed)).toEqual([refused("command-malformed")]);
    expect(await device.push(first)).toEqual([accepted]);
    expect([await verdictOf(last), await statusOf(two)]).toEqual([accepted, "approved"]);
  });

  it("still waits if a command of another device with the missing number is sent again through this one", async () => {
    const [one, two, three] = [await server.place(), await server.place(), await server.place()];
    const [desk, phone] = [amy.device(), amy.device()];
    const onDesk = [desk.approve(one), desk.approve(two)];
    expect(await desk.push(...onDesk)).toEqual([accepted, accepted]);
    const first = phone.approve(one);
    const missing = phone.approve(three);
    const last = phone.approve(three);
    const copied = { ...onDesk[1], deviceId: phone.id };
    expect(await phone.push(first, copied, last)).toEqual([accepted, accepted, waiting]);
    expect(await statusOf(three)).toBe("pending");
    expect(await phone.push(missing)).toEqual([accepted]);
    expect(await verdictOf(last)).toEqual(accepted);
  });

  it("still waits if somebody else sends the missing number from this device", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    await device.push(device.approve(one));
    device.command("skipped", {});
    const theirs = { ...ben.device().approve(two), deviceId: device.id, deviceSeq: 2 };
    expect(await ben.device().push(theirs)).toEqual([refused("device-of-another-person")]);
    expect(await device.push(device.approve(two))).toEqual([waiting]);
    expect(await statusOf(two)).toBe("pending");
  });
});

describe("a command that was judged", () => {
  it("is not executed again when it is repeated after its decision was taken back", async () => {
    const placed = await server.place();
    const [first, second] = [amy.device(), ben.device()];
    const approval = first.approve(placed);
    const [verdict] = await first.push(approval);
    expect(await second.push(second.reverse(placed, approval.id))).toEqual([accepted]);
    expect(await first.push(approval)).toEqual([verdict]);
    expect(await amy.order(placed.id)).toMatchObject({ status: "pending", revision: 3 });
    expect(await second.push(second.approve(placed))).toEqual([accepted]);
  });
});

describe("a device that nobody has used yet", () => {
  it("belongs to whoever sends the first command of their own, whatever comes with it", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const foreign = { ...device.approve(one), actorId: idOf("ben") };
    expect(await device.push(foreign, device.approve(two))).toEqual([refused("actor-mismatch"), accepted]);
    expect(await ben.device().push({ ...ben.device().approve(one), deviceId: device.id })).toEqual([
      refused("device-of-another-person"),
    ]);
  });
});
