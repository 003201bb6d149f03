import { z } from "zod";

import { organisationIdSchema, personIdSchema } from "./ids.ts";
import { moneySchema } from "./money.ts";
import { defaultLimitComparison, limitComparisonSchema } from "./limit.ts";
import { fieldCode } from "./field-codes.ts";

/** What a login of the web store belongs to in the ERP. Only a business customer can have a role (S10). */
export const loginKindSchema = z.enum(["business-customer", "contact", "sales-agent"]);
export type LoginKind = z.infer<typeof loginKindSchema>;

/** Orders above `limit` need one of these people (S28, S31). */
export const authorizerLimitSchema = z.strictObject({
  limit: moneySchema.refine(({ amountMinor }) => amountMinor >= 0, fieldCode("less-than-zero")),
  authorizers: z.array(personIdSchema).min(1).max(100),
});
export type AuthorizerLimit = z.infer<typeof authorizerLimitSchema>;

/** What a sub-account may spend per order without being asked; several limits may have different authorizers (S30). */
const accountBudgetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unlimited") }),
  z.strictObject({ kind: z.literal("limited"), limits: z.array(authorizerLimitSchema).min(1).max(50) }),
]);

const accountShape = {
  id: personIdSchema,
  name: z.string().min(1).max(200),
  email: z.email().max(254),
  /** The Account ID: the ERP customer whom the account belongs to (S13, S34). */
  accountId: organisationIdSchema,
  isActivated: z.boolean(),
};

/** What the account manager allows a sub-account (S19, S23, S25, S27); the shop's settings may still withhold it. */
const subAccountRightsShape = {
  mayOrder: z.boolean(),
  maySeePrices: z.boolean(),
  maySeeStock: z.boolean(),
  mayAuthorize: z.boolean(),
};

const subAccountSchema = z.strictObject({
  kind: z.literal("sub-account"),
  ...accountShape,
  ...subAccountRightsShape,
  budget: accountBudgetSchema,
});
export type SubAccount = z.infer<typeof subAccountSchema>;

/** A business customer's account in the web store, by its role (S04-S07). */
export const shopAccountSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("regular"), ...accountShape }),
  z.strictObject({ kind: z.literal("account-manager"), ...accountShape }),
  subAccountSchema,
]);
export type ShopAccount = z.infer<typeof shopAccountSchema>;

/** The store administrator's settings for all business customers (S20-S22, S24, S26, S37). */
export const shopSettingsSchema = z.strictObject({
  /** Setup > Products > Stock and assortment: "View and order" is enabled for B2B. */
  mayViewAndOrder: z.boolean(),
  /** Setup > Ordering & checkout > Ordering: "Online order payments" for B2B. */
  onlineOrderPayments: z.enum(["full-amount-on-account", "full-amount-online", "prepayment"]),
  showsPrices: z.boolean(),
  showsStock: z.boolean(),
});
export type ShopSettings = z.infer<typeof shopSettingsSchema>;

/** A shop whose administrator withholds nothing: the accounts' own flags decide. */
export const defaultShopSettings: ShopSettings = {
  mayViewAndOrder: true,
  onlineOrderPayments: "full-amount-on-account",
  showsPrices: true,
  showsStock: true,
};

/** How the limits of sub-accounts are applied, where the rules leave a choice. */
export const authorizationPolicySchema = z.strictObject({
  limitComparison: limitComparisonSchema,
  /** Every limit that the order is over is a level, or only the highest of them (S30). */
  limitLevels: z.enum(["every-exceeded", "highest-exceeded"]),
  /** An authorizer stays while an order waits for them and nobody else could decide it, or while any order waits (S56). */
  authorizerStays: z.enum(["while-nobody-else-decides", "while-orders-wait"]),
});
export type AuthorizationPolicy = z.infer<typeof authorizationPolicySchema>;

/** The policy of a company without settings of its own. */
export const defaultAuthorizationPolicy: AuthorizationPolicy = {
  limitComparison: defaultLimitComparison,
  limitLevels: "every-exceeded",
  authorizerStays: "while-nobody-else-decides",
};
