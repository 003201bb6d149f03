import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { knownAmount, money } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { OrderEvent } from "#server/records/events/order-event.ts";
import { hybridOrder } from "#server/testing/hybrid-order.ts";
import { bodyOf, messagesFor } from "./messages.ts";
import { pauses } from "./retry.ts";
import type { WebhookType } from "@countersign/shared/contract/api/webhooks.ts";
import { webhookTypes } from "@countersign/shared/contract/api/webhooks.ts";

const page = readFileSync("docs/webhooks.md", "utf8");

const planned = hybridOrder({ reseller: money(90_000, "EUR"), distributor: money(70_000, "EUR") });
const order: Order = { ...planned, number: "SO-100042", source: { system: "api", externalId: "web-1" } };
const [firstLine] = order.lines;
const [first, second] = order.flow.stages;

const happened = (type: WebhookType, order: Order, event: OrderEvent): unknown => {
  const message = messagesFor({ event }, order).find((one) => one.type === type);
  return JSON.parse(bodyOf(message!, order.placedAt));
};

const examples: Record<WebhookType, unknown> = {
  OrderPendingApproval: happened("OrderPendingApproval", order, { kind: "stage-opened", stageId: first!.id }),
  OfferProvisioned: happened(
    "OfferProvisioned",
    { ...order, status: "executed", revision: 4 },
    { kind: "item-provisioned", lineId: firstLine!.id },
  ),
  OfferProvisionError: happened(
    "OfferProvisionError",
    { ...order, status: "failed-after-approval", revision: 4 },
    { kind: "item-provisioning-failed", lineId: firstLine!.id, error: "Sold out" },
  ),
  "order.changed": happened("order.changed", order, { kind: "order-placed" }),
};

describe("the page for integrators", () => {
  it.each(webhookTypes)("shows %s as it is sent", (type) => {
    expect(page).toContain(`\`\`\`json\n${JSON.stringify(examples[type], null, 2)}\n\`\`\``);
  });

  it("A69 A76 shows what one partner is told, without the other's amounts", () => {
    const other = happened("OrderPendingApproval", order, { kind: "stage-opened", stageId: second!.id });
    expect(examples.OrderPendingApproval).toMatchObject({ data: { totalOrderAmount: "900.00", currency: "EUR" } });
    expect(other).toMatchObject({ data: { totalOrderAmount: "700.00", currency: "EUR" } });
  });

  it("A76 tells a distributor behind a reseller no amount that is the reseller's", () => {
    const totals = { ...order.totals, gross: knownAmount(money(120_000, "EUR")) };
    const asked = (stage: typeof first) => {
      const stages = [{ ...stage!, condition: { when: "every-order" as const } }];
      const governed = { ...order, totals, flow: { ...order.flow, stages } };
      return happened("OrderPendingApproval", governed, { kind: "stage-opened", stageId: stage!.id });
    };
    expect(asked(first)).toHaveProperty("data.totalOrderAmount", "1200.00");
    expect(asked(second)).not.toHaveProperty("data.totalOrderAmount");
  });

  it("names the pauses between the tries", () => {
    const named = pauses.map((pause) => {
      const seconds = pause / 1_000;
      if (seconds < 60) return `${seconds} s`;
      return seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
    });
    for (const [index, pause] of named.entries()) expect(page).toMatch(new RegExp(`\\| ${index + 2} +\\| ${pause} `));
  });
});
