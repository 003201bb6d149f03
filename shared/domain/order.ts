import { z } from "zod";

import { approvalFlowSchema } from "./approval-flow.ts";
import { orderIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { levelAmountsSchema } from "./level-amount.ts";
import type { Loose } from "./loose.ts";
import { amountSchema } from "./money.ts";
import { holdsNewer } from "./newer.ts";
import { organisationReferenceSchema } from "./organisation.ts";
import { personReferenceSchema } from "./people.ts";
import { recurrenceSchema } from "./recurrence.ts";
import { fieldCode } from "./field-codes.ts";

/** The canonical status of an order, whatever the system it came from calls it. */
export const orderStatusSchema = z.enum([
  "draft",
  "waiting-for-parent",
  "waiting-for-data",
  "pending",
  "approved",
  "not-needed",
  "rejected",
  "blocked-by-credit",
  "executing",
  "executed",
  "failed-after-approval",
]);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

/** Where the order stands in the ERP. A decision can be taken back only while it is absent or open there (S48, S66). */
export const erpStatusSchema = z.enum(["absent", "open", "released", "posted"]);
export type ErpStatus = z.infer<typeof erpStatusSchema>;

/** A decimal number as text, so that no digit is lost: "3", "0.125". */
export const decimalSchema = z
  .string()
  .max(26)
  .regex(/^\d{1,15}(\.\d{1,9})?$/, fieldCode("not-a-decimal"));

/** How much is ordered: a number of units, or pay-per-use, billed by usage. */
export const quantitySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("units"), value: decimalSchema }),
  z.strictObject({ kind: z.literal("pay-per-use") }),
]);
export type Quantity = z.infer<typeof quantitySchema>;
export type LooseQuantity = Loose<typeof quantitySchema>;

export const orderLineSchema = z.strictObject({
  id: z.string().min(1).max(64),
  /** What is ordered, as the shop names it. */
  product: z.string().min(1).max(300),
  sku: z.string().min(1).max(128).exactOptional(),
  vendor: z.string().min(1).max(200).exactOptional(),
  quantity: quantitySchema,
  /** Present when the line changes an existing subscription. */
  previousQuantity: quantitySchema.exactOptional(),
  /** What one unit is: "seat", "GB*Month". */
  unit: z.string().min(1).max(64).exactOptional(),
  unitPrice: amountSchema,
  /** Rounded once, here. */
  total: amountSchema,
});
export type OrderLine = z.infer<typeof orderLineSchema>;
export type LooseOrderLine = Loose<typeof orderLineSchema>;

/** Net is the sum of the lines; gross = net + shipping + tax, and is what limits are compared with. */
export const orderTotalsSchema = z.strictObject({
  net: amountSchema,
  shipping: amountSchema,
  tax: amountSchema,
  gross: amountSchema,
});
export type OrderTotals = z.infer<typeof orderTotalsSchema>;

export const costCentreSchema = z.strictObject({ id: z.string().min(1).max(64), name: z.string().min(1).max(200) });

/** The platform that an order came from, and its id there. */
const orderSourceSchema = z.strictObject({
  system: z.enum(["api", "connect", "demo"]),
  externalId: z.string().min(1).max(128).exactOptional(),
});

/** An order as its participants see it. The server owns it; a device only pulls it. */
export const orderSchema = z.strictObject({
  id: orderIdSchema,
  /** The number that people use; unique within the tenant. */
  number: z.string().min(1).max(64),
  /** Counts the changes; a command names the one it was based on. */
  revision: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  placedAt: instantSchema,
  status: orderStatusSchema,
  erpStatus: erpStatusSchema,
  requester: personReferenceSchema,
  customer: organisationReferenceSchema,
  reseller: organisationReferenceSchema.exactOptional(),
  distributor: organisationReferenceSchema.exactOptional(),
  lines: z.array(orderLineSchema).min(1).max(1_000),
  totals: orderTotalsSchema,
  /** What it costs at the levels above the customer; a reader gets only their own organisation's level (A76). */
  levelAmounts: levelAmountsSchema.exactOptional(),
  costCentre: costCentreSchema.exactOptional(),
  recurrence: recurrenceSchema.exactOptional(),
  note: z.string().min(1).max(4_000).exactOptional(),
  flow: approvalFlowSchema,
  /** The oldest protocol that may decide it: programs of an older one do not know one of its approvers' duties. */
  decidableFrom: z.int().min(1).exactOptional(),
  source: orderSourceSchema,
});
export type Order = z.infer<typeof orderSchema>;
export type LooseOrder = Loose<typeof orderSchema>;

/** The fields that a decision depends on and changes. Everything else in an order may be of a newer kind. */
export type DecisionBasis = Pick<
  Order,
  | "id"
  | "revision"
  | "placedAt"
  | "status"
  | "erpStatus"
  | "requester"
  | "totals"
  | "recurrence"
  | "flow"
  | "decidableFrom"
>;

/** An order as a device reads it, with everything known that a decision depends on. */
export type DecidableOrder = Omit<LooseOrder, keyof DecisionBasis> & DecisionBasis;

/** Whether this version knows everything that a decision depends on: the order's status, its amounts and dates, its stages, the rules behind them. */
export const isUnderstood = (order: LooseOrder): order is LooseOrder & DecidableOrder =>
  !holdsNewer([order.status, order.erpStatus, order.totals, order.recurrence, order.flow]);
