import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { pushAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { Command, Verdict } from "@countersign/shared/domain/command.ts";

import { timeLimit } from "#server/testing/database.ts";
import { registeredJobs } from "#server/testing/registered-jobs.ts";
import type { TestDevice, TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

import { holesQueue, registerCommands } from "./register.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, timeLimit);
afterAll(() => server.stop());

const waiting = { state: "waiting" };
const accepted: unknown = expect.objectContaining({ state: "accepted" });

const daysPass = async (days: number): Promise<void> => {
  server.clock.advance(days * 24 * 60 * 60 * 1_000);
  await server.jobs.tick(holesQueue);
  await server.settle();
};

/** Pushes from Amy's device in a new session: none lasts from one test's day to the next. */
const push = async ({ id: deviceId }: TestDevice, ...commands: Command[]): Promise<Verdict[]> => {
  const amy = await server.signIn("amy");
  const { body } = await amy.call("POST", "/v1/sync/push", { epoch: await amy.epoch(), deviceId, commands });
  return pushAnswerSchema.parse(body).commands.map(({ verdict }) => verdict);
};

const amysDevice = async (): Promise<TestDevice> => (await server.signIn("amy")).device();
const verdictOf = async ({ id }: Command): Promise<unknown> =>
  (await (await server.signIn("amy")).documents("commands")).find((command) => command.id === id)?.verdict;
const orderOf = async ({ id }: { readonly id: string }) => (await server.signIn("amy")).order(id);

describe("a hole in a device's numbers", () => {
  it("D09 ends after thirty days unfilled: waiting commands are refused with the reason, the device continues", async () => {
    const [one, two, three] = [await server.place(), await server.place(), await server.place()];
    const device = await amysDevice();
    device.approve(one);
    const behind = device.approve(two);
    expect(await push(device, behind)).toEqual([waiting]);
    await daysPass(29);
    const later = device.approve(three);
    expect(await push(device, behind, later)).toEqual([waiting, waiting]);

    await daysPass(2);
    expect(await verdictOf(behind)).toMatchObject({ code: "earlier-command-missing", args: { days: 30 } });
    expect(await verdictOf(later)).toEqual(accepted);
    expect((await orderOf(two)).status).toBe("pending");
    expect(await push(device, device.approve(two))).toEqual([accepted]);
  });

  it("A14 that is filled later has the late command judged by itself, once", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = await amysDevice();
    const filler = device.approve(one);
    await push(device, device.approve(two));
    await daysPass(31);
    expect(await push(device, filler, filler)).toEqual([accepted, accepted]);
    expect((await orderOf(one)).flow.decisions).toHaveLength(1);
  });

  it("of one device delays no other device", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const [holed, whole] = [await amysDevice(), await amysDevice()];
    holed.approve(one);
    await push(holed, holed.approve(one));
    expect(await push(whole, whole.approve(two))).toEqual([accepted]);
    await daysPass(31);
    expect((await orderOf(one)).status).toBe("pending");
  });
});

describe("the jobs of command execution", () => {
  it("keep their names, because they outlive a deployment, and run every hour", async () => {
    expect(await registeredJobs(server.services, registerCommands)).toEqual({ "commands-end-holes": "17 * * * *" });
  });
});
