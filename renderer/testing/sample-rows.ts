import type { HistoryRow, InboxRow, OutboxEntry } from "@countersign/shared/contract/views.ts";
import { deviceIdSchema, orderIdSchema, stageIdSchema } from "@countersign/shared/domain/ids.ts";
import { knownAmount, money } from "@countersign/shared/domain/money.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";

import { before, sampleCommandId, sampleOrder } from "./sample-orders.ts";
import { ben } from "./sample-people.ts";

const order = sampleOrder();

/** An order that waits, `CS-1000` and up. */
export const sampleInboxRow = (index: number, changes: Partial<InboxRow> = {}): InboxRow => ({
  orderId: orderIdSchema.parse(`order-${index}`),
  number: `CS-${1_000 + index}`,
  requester: "Rosa Lind",
  customer: "Northwind Traders",
  amount: knownAmount(money(124_000 + index, "EUR")),
  placedAt: before(48),
  waitingSince: before(26),
  stageId: stageIdSchema.parse("stage-2"),
  stageRole: "approver",
  isRecurring: false,
  mayDecide: { allowed: true },
  ...changes,
});

/** An approval by Ben, made as many hours ago as its number says. */
export const sampleHistoryRow = (number: number, changes: Partial<HistoryRow> = {}): HistoryRow => ({
  id: sampleCommandId(number),
  orderId: order.id,
  orderNumber: `CS-${number}`,
  customer: order.customer,
  amount: order.totals.gross,
  action: "approved",
  stageRole: "approver",
  person: referenceTo(ben),
  deviceId: deviceIdSchema.parse("device-2"),
  madeAt: before(number),
  receivedAt: before(number - 0.5),
  orderStatus: "approved",
  ...changes,
});

/** An approval that waits to be sent, made as many hours ago as its number says. */
export const sampleOutboxEntry = (number: number, changes: Partial<OutboxEntry> = {}): OutboxEntry => ({
  commandId: sampleCommandId(number),
  type: "approve-order",
  orderId: order.id,
  orderNumber: `CS-${number}`,
  customer: "Northwind Traders",
  madeAt: before(number),
  verdict: { state: "waiting" },
  ...changes,
});
