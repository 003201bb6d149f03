import { v7 } from "uuid";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { DeviceId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { personSchema, referenceTo } from "@countersign/shared/domain/people.ts";

const personNamed = (name: string, role: Person["roles"][number]): Person =>
  personSchema.parse({
    id: `person-${name}`,
    email: `${name}@customer.example`,
    name,
    organisationId: "org-customer",
    roles: [role],
    isActive: true,
  });

export const ada = personNamed("ada", "approver");
export const ben = personNamed("ben", "approver");
export const rita = personNamed("rita", "requester");

/** Minutes after the start of the tests' day, as an instant. */
export const minute = (minutes: number): string => new Date(Date.UTC(2026, 0, 5, 8, minutes)).toISOString();

/** A pending order that Ada or Ben may decide, placed `index` minutes into the day. */
export const orderNumbered = (index: number, change: Partial<Order> = {}): Order =>
  orderSchema.parse({
    id: `order-${String(index).padStart(6, "0")}`,
    number: `SO-${100_000 + index}`,
    revision: 1,
    placedAt: minute(index),
    status: "pending",
    erpStatus: "absent",
    requester: referenceTo(rita),
    customer: { organisationId: "org-customer", name: "Customer" },
    lines: [
      {
        id: "1",
        product: "Desk lamp",
        quantity: { kind: "units", value: "2" },
        unitPrice: { known: true, money: { amountMinor: 2_500, currency: "EUR" } },
        total: { known: true, money: { amountMinor: 5_000, currency: "EUR" } },
      },
    ],
    totals: {
      net: { known: true, money: { amountMinor: 5_000, currency: "EUR" } },
      shipping: { known: true, money: { amountMinor: 0, currency: "EUR" } },
      tax: { known: true, money: { amountMinor: 0, currency: "EUR" } },
      gross: { known: true, money: { amountMinor: 5_000, currency: "EUR" } },
    },
    flow: {
      policy: {
        id: "policy",
        version: 1,
        rejectionReason: "required",
        selfApproval: "forbidden",
        reversal: "until-released",
      },
      stages: [
        {
          id: "stage-1",
          step: 1,
          role: "approver",
          requirement: { mode: "any" },
          candidates: [referenceTo(ada), referenceTo(ben)],
          condition: { when: "every-order" },
        },
      ],
      decisions: [],
      comments: [],
    },
    source: { system: "api" },
    ...change,
  });

/** A decision of Ada's that waits on this device, made as many minutes into the day as its number says. */
export const commandNumbered = (deviceId: DeviceId, deviceSeq: number, change: object = {}): Command =>
  commandSchema.parse({
    id: v7(),
    type: "approve-order",
    payload: { orderId: "order-1", stageId: "stage-1" },
    actorId: ada.id,
    deviceId,
    deviceSeq,
    madeAt: minute(deviceSeq),
    basedOn: 1,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
    ...change,
  });
