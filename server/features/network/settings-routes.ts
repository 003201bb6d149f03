import { settingOperations } from "@countersign/shared/contract/api/settings.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { adjust, approvalSwitchOf, settingOf, turnApproval } from "./settings.ts";

const signedIn = { right: "signed-in", tags: ["network"] } as const;

/** What each setting determines. */
const summaries = {
  shopSettings: "what the web store allows its accounts, in the whole network",
  exchangeRates: "the rates for comparing amounts in different currencies, in the whole network",
  authorizationPolicy: "how the limits of a customer's accounts apply",
  changePolicy: "which changes of a customer's subscriptions need approval again",
} as const;

const settingRoutes = (services: Services): readonly Route[] => [
  route(
    { ...signedIn, operation: settingOperations.readShopSettings, summary: `Reads ${summaries.shopSettings}` },
    ({ session, params: { id } }) => settingOf(services, session, "shop-settings", id),
  ),
  route(
    { ...signedIn, operation: settingOperations.writeShopSettings, summary: `Sets ${summaries.shopSettings}` },
    ({ session, params: { id }, body: document }) => adjust(services, session, { kind: "shop-settings", id, document }),
  ),
  route(
    { ...signedIn, operation: settingOperations.readExchangeRates, summary: `Reads ${summaries.exchangeRates}` },
    ({ session, params: { id } }) => settingOf(services, session, "exchange-rates", id),
  ),
  route(
    { ...signedIn, operation: settingOperations.writeExchangeRates, summary: `Sets ${summaries.exchangeRates}` },
    ({ session, params: { id }, body: document }) =>
      adjust(services, session, { kind: "exchange-rates", id, document }),
  ),
  route(
    {
      ...signedIn,
      operation: settingOperations.readAuthorizationPolicy,
      summary: `Reads ${summaries.authorizationPolicy}`,
    },
    ({ session, params: { id } }) => settingOf(services, session, "authorization-policy", id),
  ),
  route(
    {
      ...signedIn,
      operation: settingOperations.writeAuthorizationPolicy,
      summary: `Sets ${summaries.authorizationPolicy}`,
    },
    ({ session, params: { id }, body: document }) =>
      adjust(services, session, { kind: "authorization-policy", id, document }),
  ),
  route(
    { ...signedIn, operation: settingOperations.readChangePolicy, summary: `Reads ${summaries.changePolicy}` },
    ({ session, params: { id } }) => settingOf(services, session, "change-policy", id),
  ),
  route(
    { ...signedIn, operation: settingOperations.writeChangePolicy, summary: `Sets ${summaries.changePolicy}` },
    ({ session, params: { id }, body: document }) => adjust(services, session, { kind: "change-policy", id, document }),
  ),
];

const approvalSwitchRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: settingOperations.readResellerApproval,
      summary: "Whether a customer's orders wait for its reseller",
    },
    ({ session, params }) => approvalSwitchOf(services, session, params.id),
  ),
  route(
    {
      ...signedIn,
      operation: settingOperations.turnResellerApproval,
      summary: "Sets whether a customer's orders wait for its reseller; locked while the reseller pays by card",
    },
    ({ session, params, body }) => turnApproval(services, session, params.id, body.isOn),
  ),
];

/** The settings of administrators, besides the policies. */
export const settingsRoutes = (services: Services): readonly Route[] => [
  ...settingRoutes(services),
  ...approvalSwitchRoutes(services),
];
