import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { oldestProtocol } from "@countersign/shared/contract/protocol-version.ts";

import { timeLimit } from "#server/testing/database.ts";
import { idOf } from "#server/testing/network.ts";
import type { TestClient, TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit });

let server: TestServer;
let amy: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  amy = await server.signIn("amy");
}, timeLimit);
afterAll(() => server.stop());

const storedAs = async (id: string) => (await amy.documents("commands")).find((command) => command.id === id);
const accepted: unknown = expect.objectContaining({ state: "accepted" });
const malformed = (path: string): unknown =>
  expect.objectContaining({
    state: "refused",
    code: "command-malformed",
    args: expect.objectContaining({ path }) as unknown,
  });

describe("a command that cannot be read", () => {
  it("is kept with all that can be read of it, so that its person sees what became of it", async () => {
    const device = amy.device();
    const whole = device.approve(await server.place());
    const command = { ...whole, basedOn: 5, payload: "everything" };
    expect(await device.push(command)).toEqual([malformed("payload")]);
    expect(await storedAs(whole.id)).toEqual({ ...command, payload: {}, verdict: malformed("payload") });
  });

  it("is kept with what its sender shows, if nothing can be read but its id", async () => {
    const device = amy.device();
    const id = v7();
    const before = server.clock.now();
    expect(await device.push({ id })).toEqual([malformed("type")]);
    const stored = await storedAs(id);
    expect(stored).toEqual({
      id,
      type: "unreadable",
      payload: {},
      actorId: idOf("amy"),
      deviceId: device.id,
      deviceSeq: 1,
      madeAt: expect.any(String) as unknown,
      basedOn: 0,
      protocol: oldestProtocol,
      verdict: malformed("type"),
    });
    expect([stored!.madeAt > before, stored!.madeAt < server.clock.now()]).toEqual([true, true]);
  });

  it("keeps no field that cannot be stored, whichever it is", async () => {
    const device = amy.device();
    const whole = device.approve(await server.place());
    expect(await device.push({ ...whole, type: "approve\0order" })).toEqual([malformed("type")]);
    expect(await storedAs(whole.id)).toMatchObject({ type: "unreadable", madeAt: whole.madeAt, deviceSeq: 1 });
    const unknown = { ...device.approve(await server.place()), surprise: 1 };
    expect(await device.push(unknown)).toEqual([
      expect.objectContaining({ state: "refused", code: "command-malformed" }),
    ]);
  });

  it("takes its place in the device's order if its number can be read, and none otherwise", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const broken = { ...device.approve(one), payload: 7 };
    expect(await device.push(broken, device.approve(two))).toEqual([malformed("payload"), accepted]);
    const other = amy.device();
    const unnumbered = { ...other.approve(one), deviceSeq: "first" };
    expect(await other.push(unnumbered)).toEqual([malformed("deviceSeq")]);
    expect(await other.push(other.approve(one))).toEqual([{ state: "waiting" }]);
  });
});

describe("a command that a server of an earlier epoch has judged", () => {
  it("stays refused with the same reason, and takes its place in the device's order", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const verdict = {
      state: "refused",
      code: "not-a-candidate",
      args: { person: "amy" },
      at: "2026-11-20T08:00:00.000Z",
    };
    const told = { ...device.approve(one), verdict };
    const [refused] = await device.push(told);
    expect(refused).toMatchObject({ state: "refused", code: "not-a-candidate", args: { person: "amy" } });
    expect((await amy.order(one.id)).status).toBe("pending");
    expect(await device.push(device.approve(two))).toEqual([accepted]);
  });

  it("is judged again if it was accepted, so that no decision is lost, or refused for a reason that nobody knows", async () => {
    const [one, two] = [await server.place(), await server.place()];
    const device = amy.device();
    const at = "2026-11-20T08:00:00.000Z";
    const before = { ...device.approve(one), verdict: { state: "accepted", at, revision: 99 } };
    const strange = { ...device.approve(two), verdict: { state: "refused", code: "full-moon", args: {}, at } };
    const verdicts = await device.push(before, strange);
    expect(verdicts).toEqual([accepted, accepted]);
    expect(verdicts[0]).toMatchObject({ revision: 2 });
    for (const { id } of [one, two]) expect((await amy.order(id)).status).toBe("approved");
  });
});

describe("an element of a push without an id", () => {
  it.each([[{}], [{ id: 7 }], [{ id: "0190a000-0000-4000-8000-000000000000" }], ["approve"], [null]])(
    "fails the request with its place: %j",
    async (element) => {
      const device = amy.device();
      const { status, body } = await device.send([device.approve(await server.place()), element]);
      expect([status, body["errors"]]).toMatchObject([400, [{ path: "commands.1.id", code: "not-a-uuid-v7" }]]);
    },
  );
});
