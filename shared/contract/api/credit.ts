import { z } from "zod";

import { creditLineSchema } from "#shared/domain/fulfilment.ts";
import { organisationIdSchema, orderIdSchema } from "#shared/domain/ids.ts";
import { amountSchema, moneySchema } from "#shared/domain/money.ts";
import { orderStatusSchema } from "#shared/domain/order.ts";
import { creditPositionSchema } from "#shared/domain/reseller-account.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** The levels that have a credit risk. */
export const creditRiskLevelSchema = z.enum(["reseller", "distributor"]);

const assessmentSchema = named(
  "CreditRiskAssessment",
  z.strictObject({
    partner: z.string(),
    group: z.string(),
    /** The organisation of the group that the order concerns. */
    member: z.string(),
    /** `amount` is what the item costs at the caller's level, if known. */
    items: z.array(z.strictObject({ id: z.string(), isInScope: z.boolean(), amount: amountSchema })),
    limit: moneySchema.exactOptional(),
    isLimitExceeded: z.boolean(),
  }),
);

/** The credit risk of an order at the level of the caller's organisation, and of no other (A76). */
export const creditRiskAnswerSchema = named(
  "CreditRisk",
  z.strictObject({
    orderId: orderIdSchema,
    status: orderStatusSchema,
    /** Whether the order is completed, which makes this the final assessment (A80, A84). */
    isFinal: z.boolean(),
    level: creditRiskLevelSchema,
    /** What the whole order costs at this level. */
    amount: amountSchema,
    assessments: z.array(assessmentSchema),
  }),
);
export type CreditRiskAnswer = z.infer<typeof creditRiskAnswerSchema>;

const { currency, limitMinor, balanceOwedMinor, committedMinor } = creditPositionSchema.shape;

/**
 * A reseller's credit with what is committed, and what is left of it (W51, W52). The reseller reads it whole. Its distributor
 * reads what it lends, and the other figures only if every order in them has a price that the distributor named (W64): any
 * other order is counted at its customer's price, which the distributor may not know (A76).
 */
export const creditSchema = named(
  "Credit",
  z.strictObject({
    currency,
    limitMinor,
    balanceOwedMinor: balanceOwedMinor.exactOptional(),
    committedMinor: committedMinor.exactOptional(),
    available: moneySchema.exactOptional(),
  }),
);
export type Credit = z.infer<typeof creditSchema>;

const params = z.strictObject({ id: organisationIdSchema });

/** A seller's risk with an order, and a distributor's credit to its resellers. */
export const creditOperations = operationsOf({
  readCreditRisk: {
    method: "GET",
    path: "/v1/orders/:id/credit-risk",
    params: z.strictObject({ id: orderIdSchema }),
    answer: creditRiskAnswerSchema,
  },
  readCredit: { method: "GET", path: "/v1/resellers/:id/credit", params, answer: creditSchema },
  lendCredit: {
    method: "PUT",
    path: "/v1/resellers/:id/credit",
    params,
    body: named("CreditLine", creditLineSchema),
    answer: creditSchema,
  },
});
