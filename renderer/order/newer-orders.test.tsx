// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { LooseOrder } from "@countersign/shared/domain/order.ts";
import type { OrderView } from "@countersign/shared/contract/views.ts";
import { orderViewFor } from "#renderer/testing/order-view.ts";
import { decided, openOrder as open } from "#renderer/testing/open-order.tsx";
import { before, sampleOrder } from "#renderer/testing/sample-orders.ts";
import { textOf } from "#renderer/testing/page-text.ts";
import { ada, ben, rosa } from "#renderer/testing/sample-people.ts";

/** What main makes of an order of which something is of a newer kind. */
const ofNewerKind = (order: LooseOrder): Partial<OrderView> => {
  const refused = { allowed: false, refusal: { code: "newer-kind", args: {} } } as const;
  const stages = order.flow.stages.map((stage) => ({ stage, state: "unknown" as const, decisions: [], asksMe: true }));
  return { order, stages, mayApprove: refused, mayReject: refused };
};

const region = async (name: string) => screen.findByRole("region", { name });

describe("an order of a newer kind", () => {
  const { flow } = sampleOrder();
  const newerStages = flow.stages.map((stage) => ({ ...stage, requirement: { newer: { mode: "by-lot" } } }));
  it.each<[string, Partial<LooseOrder>]>([
    ["of a newer status", { status: { newer: "on-hold" } }],
    ["with a newer kind of stage", { flow: { ...flow, stages: newerStages } }],
  ])("says that this version cannot tell whom an order %s asks", async (_, changes) => {
    open(sampleOrder(), ada, ofNewerKind({ ...sampleOrder(), ...changes }));
    expect(textOf(await region("A newer kind; update to see it"))).toMatch(/unknown to this version.*Update/);
    expect(screen.queryByText(/Nobody is being asked/)).toBeNull();
  });

  it("shows no amount of a currency, and no dates of a time zone, that only a newer version knows", async () => {
    const { totals } = sampleOrder();
    const gross = { known: true, money: { amountMinor: 100, currency: { newer: "XZZ" } } } as const;
    const recurrence = { interval: "P1M", startsAt: before(3), timeZone: { newer: "Mars/Base" } };
    open(sampleOrder(), ada, ofNewerKind({ ...sampleOrder(), totals: { ...totals, gross }, recurrence }));
    expect(textOf(await region("Recurrence"))).toBe("RecurrenceA newer kind; update to see it");
    expect(screen.queryByText(/1\.00/)).toBeNull();
  });

  it("says the same to somebody whom no stage names", async () => {
    const known = sampleOrder();
    open(known, rosa, { order: { ...known, status: { newer: "on-hold" } }, stages: [] });
    expect(textOf(await region("A newer kind; update to see it"))).toContain("unknown to this version");
    expect(screen.queryByText(/Nobody is being asked/)).toBeNull();
  });

  it("claims nothing about whom an order asks that only a newer program can decide, but still tells its outcome", async () => {
    const demanding = sampleOrder({ decidableFrom: newestProtocol + 1 });
    const { bridge } = open(demanding);
    expect(textOf(await region("A newer kind; update to see it"))).toContain(
      "This order can only be decided with a newer version of Countersign.",
    );
    expect(screen.queryByRole("region", { name: "Why you are asked" })).toBeNull();
    bridge.provide("order", () => orderViewFor(decided(demanding, ben, { outcome: "rejected" }), ada.id));
    expect(textOf(await region("What happens next"))).toContain("This order was rejected and ends here.");
  });
});
