import { z } from "zod";

import { fieldCode } from "#shared/domain/field-codes.ts";
import { subscriptionIdSchema } from "#shared/domain/ids.ts";
import { anyInstantSchema, instantSchema } from "#shared/domain/instant.ts";
import { levelAmountsSchema } from "#shared/domain/level-amount.ts";
import { moneySchema } from "#shared/domain/money.ts";
import { decimalSchema, orderStatusSchema } from "#shared/domain/order.ts";
import { recurrenceSchema } from "#shared/domain/recurrence.ts";

/** A company of an order, by its number in the platform. If a name is given, an unknown company is created. */
export const intakePartySchema = z.strictObject({
  externalId: z.string().min(1).max(128),
  name: z.string().min(1).max(200).exactOptional(),
  country: z.string().length(2).toUpperCase().exactOptional(),
});
export type IntakeParty = z.infer<typeof intakePartySchema>;

const intakeQuantitySchema = z.union([decimalSchema, z.literal("pay-per-use")]);

const intakeLineSchema = z.strictObject({
  /** In an order that changes a subscription: the item that the line replaces; without it, the item is new. */
  id: z.string().min(1).max(64).exactOptional(),
  product: z.string().min(1).max(300),
  sku: z.string().min(1).max(128).exactOptional(),
  vendor: z.string().min(1).max(200).exactOptional(),
  quantity: intakeQuantitySchema,
  previousQuantity: intakeQuantitySchema.exactOptional(),
  unit: z.string().min(1).max(64).exactOptional(),
  /** Without a price the line's amount is unknown, and so is the order's. */
  unitPrice: moneySchema.exactOptional(),
});

/** The fields of an order; how they relate to each other is checked on the whole. */
export const orderRequestFields = z.strictObject({
  /** Numbered by the server when missing. */
  number: z.string().min(1).max(64).exactOptional(),
  source: z.strictObject({
    system: z.enum(["api", "connect"]),
    externalId: z.string().min(1).max(128).exactOptional(),
  }),
  placedAt: anyInstantSchema.exactOptional(),
  requester: z.strictObject({ email: z.email().max(254), name: z.string().min(1).max(200).exactOptional() }),
  customer: intakePartySchema,
  reseller: intakePartySchema.exactOptional(),
  lines: z.array(intakeLineSchema).min(1).max(1_000),
  shipping: moneySchema.exactOptional(),
  tax: moneySchema.exactOptional(),
  costCentre: z.strictObject({ id: z.string().min(1).max(64), name: z.string().min(1).max(200) }).exactOptional(),
  recurrence: recurrenceSchema.exactOptional(),
  /**
   * Present when the order changes a subscription (A08). Its lines, shipping and tax say in full what one execution is
   * from then on; recurrence and cost centre stay as they are if they are left out.
   */
  subscription: z
    .strictObject({
      id: subscriptionIdSchema,
      /** The version that the change is based on; refused when another one is in force. */
      version: z.int().min(1).exactOptional(),
    })
    .exactOptional(),
  /**
   * For sellers with credit risk groups; a missing level has an unknown amount, which needs a person. Only the
   * seller at a level may say what the order costs there.
   */
  levelAmounts: levelAmountsSchema.exactOptional(),
  note: z.string().min(1).max(4_000).exactOptional(),
  /** Set by platforms that still ask for data; such an order arrives but does not start its approval. */
  isWaitingForData: z.boolean().exactOptional(),
});

/** `POST /v1/orders`: an order as a shop, reseller or distributor sends it. */
export const orderRequestSchema = orderRequestFields.refine(
  ({ lines, levelAmounts = [] }) =>
    levelAmounts.every((amounts) => amounts.lines === undefined || amounts.lines.length === lines.length),
  { path: ["levelAmounts"], error: fieldCode("not-one-for-each-line") },
);
/** As sent, before parsing normalises instants and country codes. */
export type OrderRequest = z.input<typeof orderRequestSchema>;
export type ParsedOrderRequest = z.output<typeof orderRequestSchema>;

/** The answer, also when the same order is sent again under its `source.externalId`. A different order under it is refused. */
export const orderReceiptSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  status: orderStatusSchema,
  isNew: z.boolean(),
  receivedAt: instantSchema,
});
export type OrderReceipt = z.infer<typeof orderReceiptSchema>;
