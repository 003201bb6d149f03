import type { z } from "zod";

import type { CommandId } from "@countersign/shared/domain/ids.ts";
import { commandIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantFromMillis, instantSchema, millisOf } from "@countersign/shared/domain/instant.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { knownAmount, money, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { ada, ben, clara, gus, rosa } from "./sample-people.ts";

export const sampleNow: Instant = instantSchema.parse("2026-11-21T14:30:00.000Z");

export const before = (hours: number): Instant => instantFromMillis(millisOf(sampleNow) - hours * 3_600_000);

export const sampleCommandId = (number: number): CommandId =>
  commandIdSchema.parse(`0193a1b2-0000-7000-8000-${String(number).padStart(12, "0")}`);

type OrderInput = z.input<typeof orderSchema>;
type Stages = OrderInput["flow"]["stages"];

const eur = (amountMinor: number) => knownAmount(money(amountMinor, "EUR"));

const flowPolicy: OrderInput["flow"]["policy"] = {
  id: "policy-northwind",
  version: 3,
  rejectionReason: "required",
  selfApproval: "forbidden",
  reversal: "until-released",
};

const costCentreStage: OrderInput["flow"]["stages"][number] = {
  id: "stage-1",
  step: 1,
  role: "cost-centre-manager",
  requirement: { mode: "any" },
  candidates: [referenceTo(clara)],
  condition: { when: "cost-centre", costCentre: "4711 Field service" },
};

const approverStage: OrderInput["flow"]["stages"][number] = {
  id: "stage-2",
  step: 2,
  role: "approver",
  requirement: { mode: "any" },
  candidates: [ada, ben, gus].map(referenceTo),
  condition: { when: "spending-limit-exceeded", limit: money(100_000, "EUR"), amount: money(124_000, "EUR") },
};

const base: OrderInput = {
  id: "order-1042",
  number: "CS-1042",
  revision: 2,
  placedAt: before(52),
  status: "pending",
  erpStatus: "absent",
  requester: referenceTo(rosa),
  customer: { organisationId: "northwind", name: "Northwind Traders" },
  reseller: { organisationId: "harbour", name: "Cloud Harbour Resellers" },
  distributor: { organisationId: "meridian", name: "Meridian Distribution" },
  lines: [
    {
      id: "line-1",
      product: "Office productivity suite, business premium",
      sku: "OPS-BP-12",
      vendor: "Contoso Software",
      quantity: { kind: "units", value: "25" },
      previousQuantity: { kind: "units", value: "10" },
      unit: "seats",
      unitPrice: eur(3_600),
      total: eur(90_000),
    },
    {
      id: "line-2",
      product: "Endpoint backup, 1 TB",
      sku: "EB-1TB",
      vendor: "Tailspin",
      quantity: { kind: "units", value: "1.5" },
      unit: "TB",
      unitPrice: eur(9_468),
      total: eur(14_202),
    },
  ],
  totals: { net: eur(104_202), shipping: eur(0), tax: eur(19_798), gross: eur(124_000) },
  costCentre: { id: "cc-4711", name: "4711 Field service" },
  note: "Fifteen more technicians start on 1 December and need their seats that day.",
  flow: {
    policy: flowPolicy,
    stages: [costCentreStage, approverStage],
    decisions: [
      {
        id: sampleCommandId(1),
        stageId: "stage-1",
        outcome: "approved",
        person: referenceTo(clara),
        deviceId: "device-clara",
        madeAt: before(29),
        receivedAt: before(29),
        reason: "Within the plan for the new team.",
      },
    ],
    comments: [],
  },
  source: { system: "demo" },
};

/** An order of 1,240.00 EUR whose first stage is approved and whose second asks Ada, Ben or Gus. */
export const sampleOrder = (changes: Partial<OrderInput> = {}): Order => orderSchema.parse({ ...base, ...changes });

/** The same as a monthly order without an end; the approvers are asked because it recurs. */
export const recurringOrder = (changes: Partial<OrderInput> = {}): Order =>
  sampleOrder({
    id: "order-1043",
    number: "CS-1043",
    recurrence: { interval: "P21D", startsAt: "2026-12-01T08:00:00.000Z", timeZone: "Europe/Berlin", repetitions: 12 },
    flow: {
      policy: flowPolicy,
      stages: [{ ...approverStage, id: "stage-1", step: 1, condition: { when: "recurring-order", interval: "P21D" } }],
      decisions: [],
      comments: [],
    },
    ...changes,
  });

/** An order that came without prices. */
export const unpricedOrder = (changes: Partial<OrderInput> = {}): Order =>
  sampleOrder({
    id: "order-1044",
    number: "CS-1044",
    lines: [
      {
        id: "line-1",
        product: "Virtual machines",
        sku: "VM-PAYG",
        quantity: { kind: "pay-per-use" },
        unit: "hours",
        unitPrice: unknownAmount,
        total: unknownAmount,
      },
    ],
    totals: { net: unknownAmount, shipping: unknownAmount, tax: unknownAmount, gross: unknownAmount },
    source: { system: "connect", externalId: "PR-5852-1608-0000-001" },
    flow: {
      policy: flowPolicy,
      stages: [
        {
          ...approverStage,
          id: "stage-1",
          step: 1,
          requirement: { mode: "n-of-m", n: 2 },
          condition: { when: "amount-unknown" },
        },
      ],
      decisions: [],
      comments: [],
    },
    ...changes,
  });

const partnerStage = (
  number: number,
  role: "reseller" | "distributor",
  partner: string,
  candidates: Stages[number]["candidates"],
): Stages[number] => ({
  id: `stage-${number}`,
  step: 1,
  role,
  requirement: { mode: "any" },
  candidates,
  condition: { when: "credit-risk-group", group: "", partner, amount: unknownAmount },
});

/** An order that two partners of the chain are asked about at the same time, the first of them through Ada. */
export const hybridOrder = (changes: Partial<OrderInput> = {}): Order =>
  sampleOrder({
    flow: {
      policy: flowPolicy,
      stages: [
        partnerStage(1, "reseller", "Cloud Harbour Resellers", [referenceTo(ada)]),
        partnerStage(2, "distributor", "Meridian Distribution", [referenceTo(ben)]),
      ],
      decisions: [],
      comments: [],
    },
    ...changes,
  });
