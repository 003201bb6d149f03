import { describe, expect, it } from "vitest";

import { ada, minute, orderNumbered } from "#main/testing/orders.ts";
import type { ParsedCommand } from "@countersign/shared/commands/read.ts";
import { readCommand } from "@countersign/shared/commands/read.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { LooseCommand } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { applyOverlay, isCoveredBy } from "./overlay.ts";

const order = orderNumbered(1, { revision: 5 });
const person = referenceTo(ada);

const waiting = { state: "waiting" } as const;
const refused = { state: "refused", at: minute(90), code: "already-decided", args: {} } as const;
const accepted = (revision: number) => ({ state: "accepted", at: minute(90), revision }) as const;
const newer = { newer: { state: "deferred" } };

/** An approval of the order; `number` is the last digit of its id. */
const approval = (verdict: unknown, number = 1): ParsedCommand<LooseCommand> => {
  const command = commandSchema.parse({
    id: `0198f7a0-0000-7000-8000-00000000000${number}`,
    type: "approve-order",
    payload: { orderId: order.id, stageId: "stage-1" },
    actorId: ada.id,
    deviceId: "device-1",
    deviceSeq: number,
    madeAt: minute(number),
    basedOn: 5,
    protocol: newestProtocol,
    verdict: waiting,
  });
  const intent = readCommand(command);
  if (!intent.ok) throw new Error(intent.error.code);
  return { command: { ...command, verdict: verdict as LooseCommand["verdict"] }, intent: intent.value };
};
const seen = (pulled: LooseOrder, ...commands: readonly ParsedCommand<LooseCommand>[]) => {
  const { order: after, applied } = applyOverlay(pulled, commands, person);
  return { status: after.status, decisions: after.flow.decisions, applied: applied.map(({ command }) => command.id) };
};

describe("whether a pulled order has the effect of a command", () => {
  it.each([
    ["of one that was refused", refused, true],
    ["of one that was accepted in an earlier revision", accepted(4), true],
    ["of one that was accepted in this revision", accepted(5), true],
    ["not of one that was accepted in a later revision", accepted(6), false],
    ["not of one that waits", waiting, false],
    ["not of one with a verdict of a newer kind", newer, false],
  ])("is so %s", (_, verdict, isCovered) => {
    expect(isCoveredBy(approval(verdict), order)).toBe(isCovered);
  });
});

describe("a pulled order with the person's commands on top", () => {
  it("has the effect of a command that waits, which nobody has received", () => {
    const { status, decisions, applied } = seen(order, approval(waiting));
    expect([status, applied]).toEqual(["approved", [approval(waiting).command.id]]);
    expect(decisions).toMatchObject([{ outcome: "approved", person, madeAt: minute(1) }]);
    expect(decisions[0]).not.toHaveProperty("receivedAt");
  });

  it("has the effect of an accepted command that the pulled order lacks, and when it was received", () => {
    expect(seen(order, approval(accepted(6)))).toMatchObject({
      status: "approved",
      decisions: [{ receivedAt: minute(90) }],
    });
  });

  it.each([
    ["was refused", refused],
    ["is in the pulled order", accepted(5)],
    ["has a verdict of a newer kind", newer],
  ])("has no effect of a command that %s", (_, verdict) => {
    expect(seen(order, approval(verdict))).toEqual({ status: "pending", decisions: [], applied: [] });
  });

  it("has no effect of a command that no longer applies, or that repeats an answer that stands", () => {
    const rejected = { ...order, status: "rejected" } as const;
    expect(seen(rejected, approval(waiting)).applied).toEqual([]);
    const { decisions, applied } = seen(order, approval(waiting, 1), approval(waiting, 2));
    expect([decisions.length, applied]).toEqual([1, [approval(waiting, 1).command.id]]);
  });

  it("is the pulled order if something in it is of a newer kind", () => {
    const ofNewerKind = { ...order, status: { newer: "on-hold" } };
    expect(applyOverlay(ofNewerKind, [approval(waiting)], person)).toEqual({ order: ofNewerKind, applied: [] });
  });
});
