import { describe, expect, it } from "vitest";

import { instantSchema } from "#shared/domain/instant.ts";
import { knownAmount, money } from "#shared/domain/money.ts";
import type { Order, OrderLine } from "#shared/domain/order.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { orderWith, totals } from "#shared/testing/fixtures/approval.ts";

import { mayRetry } from "./retry.ts";

const [thing] = orderWith([]).lines as [OrderLine];
const other: OrderLine = { ...thing, id: "line-2", product: "Other" };
const approved: Order = { ...orderWith([]), lines: [thing, other], status: "failed-after-approval" };
const retry = (more: Partial<Order> = {}) => mayRetry({ ...approved, ...more }, approved);
const changed = (parts: string) => ({
  ok: false,
  error: { code: "approved-content-changed", args: { changed: parts } },
});

describe("a retry of failed provisioning", () => {
  it("A27 needs no new approval while amount and content are unchanged", () => {
    expect(retry()).toEqual({ ok: true, value: "retry" });
    expect(mayRetry(structuredClone(approved), approved).ok).toBe(true);
    expect(retry({ lines: [other, thing], revision: 99, note: "Again." }).ok).toBe(true);
  });

  it("A27 needs approval when the amount changed, up or down", () => {
    expect(retry({ totals: totals(money(120_01, "EUR")) })).toEqual(changed("amount"));
    expect(retry({ totals: totals(money(119_99, "EUR")) })).toEqual(changed("amount"));
    expect(retry({ totals: totals(money(120_00, "USD")) })).toEqual(changed("amount"));
    expect(retry({ totals: totals(undefined) })).toEqual(changed("amount"));
  });

  it("A27 needs approval when an item was changed, added, dropped or replaced", () => {
    const more = { kind: "units", value: "2" } as const;
    for (const lines of [
      [thing, { ...other, quantity: more }],
      [thing, { ...other, unitPrice: knownAmount(money(1, "EUR")) }],
      [thing, { ...other, sku: "S-1" }],
      [thing, other, { ...other, id: "line-3" }],
      [thing],
      [thing, { ...other, id: "line-3" }],
    ])
      expect(retry({ lines })).toEqual(changed("items"));
    expect(
      mayRetry({ ...approved, lines: [thing, other] }, { ...approved, lines: [{ ...thing, sku: "S" }, other] }),
    ).toEqual(changed("items"));
  });

  it("A27 needs approval when its recurrence or its cost centre changed, and names everything that changed", () => {
    const recurrence = { interval: "P1M", startsAt: instantSchema.parse("2026-12-01T00:00:00.000Z"), timeZone: "UTC" };
    expect(retry({ recurrence })).toEqual(changed("recurrence"));
    expect(retry({ costCentre: { id: "cc-1", name: "Marketing" } })).toEqual(changed("cost-centre"));
    expect(retry({ recurrence, totals: totals(money(1, "EUR")) })).toEqual(changed("amount, recurrence"));
  });

  it("A27 is for failed orders only", () => {
    for (const status of orderStatusSchema.options.filter((each) => each !== "failed-after-approval"))
      expect(retry({ status })).toEqual({
        ok: false,
        error: { code: "order-step-impossible", args: { status, event: "retry" } },
      });
  });
});
