import { z } from "zod";

import { exchangeRatesSchema } from "#shared/domain/exchange-rate.ts";
import { organisationIdSchema } from "#shared/domain/ids.ts";
import { customerApprovalSchema } from "#shared/domain/reseller-account.ts";
import { authorizationPolicySchema, shopSettingsSchema } from "#shared/domain/shop-account.ts";
import { changePolicySchema } from "#shared/domain/subscription.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** The switch under a customer's name (W09), and its effect. */
export const approvalSwitchSchema = named(
  "ApprovalSwitch",
  z.strictObject({
    isOn: customerApprovalSchema.shape.isOn.unwrap(),
    /** While the reseller pays by card, every order needs its approval (W04). */
    isLocked: z.boolean(),
    isApprovalRequired: z.boolean(),
  }),
);
export type ApprovalSwitch = z.infer<typeof approvalSwitchSchema>;

const params = z.strictObject({ id: organisationIdSchema });

const shopSettings = named("ShopSettings", shopSettingsSchema);
const exchangeRates = named("ExchangeRates", exchangeRatesSchema);
const authorizationPolicy = named("AuthorizationPolicy", authorizationPolicySchema);
const changePolicy = named("ChangePolicy", changePolicySchema);

const approvalTurn = named("ApprovalTurn", z.strictObject({ isOn: z.boolean() }));

/** What administrators set besides the policies. */
export const settingOperations = operationsOf({
  readShopSettings: {
    method: "GET",
    path: "/v1/organisations/:id/settings/shop-settings",
    params,
    answer: shopSettings,
  },
  writeShopSettings: {
    method: "PUT",
    path: "/v1/organisations/:id/settings/shop-settings",
    params,
    body: shopSettings,
    answer: shopSettings,
  },
  readExchangeRates: {
    method: "GET",
    path: "/v1/organisations/:id/settings/exchange-rates",
    params,
    answer: exchangeRates,
  },
  writeExchangeRates: {
    method: "PUT",
    path: "/v1/organisations/:id/settings/exchange-rates",
    params,
    body: exchangeRates,
    answer: exchangeRates,
  },
  readAuthorizationPolicy: {
    method: "GET",
    path: "/v1/organisations/:id/settings/authorization-policy",
    params,
    answer: authorizationPolicy,
  },
  writeAuthorizationPolicy: {
    method: "PUT",
    path: "/v1/organisations/:id/settings/authorization-policy",
    params,
    body: authorizationPolicy,
    answer: authorizationPolicy,
  },
  readChangePolicy: {
    method: "GET",
    path: "/v1/organisations/:id/settings/change-policy",
    params,
    answer: changePolicy,
  },
  writeChangePolicy: {
    method: "PUT",
    path: "/v1/organisations/:id/settings/change-policy",
    params,
    body: changePolicy,
    answer: changePolicy,
  },
  readResellerApproval: {
    method: "GET",
    path: "/v1/organisations/:id/reseller-approval",
    params,
    answer: approvalSwitchSchema,
  },
  turnResellerApproval: {
    method: "PUT",
    path: "/v1/organisations/:id/reseller-approval",
    params,
    body: approvalTurn,
    answer: approvalSwitchSchema,
  },
});
