import { settingOperations } from "@countersign/shared/contract/api/settings.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { adjust, approvalSwitchOf, settingOf, turnApproval } from "./settings.ts";

const signedIn = { right: "signed-in", tags: ["network"] } as const;

/** What each setting says. */
const summaries = {
  shopSettings: "what the web store allows its accounts, in the whole network",
  exchangeRates: "the rates by which amounts of different currencies are compared, in the whole network",
  authorizationPolicy: "how the limits of a customer's accounts are read",
  changePolicy: "which changes of a customer's subscriptions need approval again",
} as const;

const settingRoutes = (services: Services): readonly Route[] => [
  route(
    { ...signedIn, operation: settingOperations.readShopSettings, summary: `Tells ${summaries.shopSettings}` },
    ({ session, params: { id } }) => settingOf(services, session, "shop-settings", id),
  ),
  route(
    { ...signedIn, operation: settingOperations.writeShopSettings, summary: `Says ${summaries.shopSettings}` },
    ({ session, params: { id }, body: document }) => adjust(services, session, { kind: "shop-settings", id, document }),
  ),
  route(
    { ...signedIn, operation: settingOperations.readExchangeRates, summary: `Tells ${summaries.exchangeRates}` },
    ({ session, params: { id } }) => settingOf(services, session, "exchange-rates", id),
  ),
  route(
    { ...signedIn, operation: settingOperations.writeExchangeRates, summary: `Says ${summaries.exchangeRates}` },
    ({ session, params: { id }, body: document }) =>
      adjust(services, session, { kind: "exchange-rates", id, document }),
  ),
  route(
    {
      ...signedIn,
      operation: settingOperations.readAuthorizationPolicy,
      summary: `Tells ${summaries.authorizationPolicy}`,
    },
    ({ session, params: { id } }) => settingOf(services, session, "authorization-policy", id),
  ),
  route(
    {
      ...signedIn,
      operation: settingOperations.writeAuthorizationPolicy,
      summary: `Says ${summaries.authorizationPolicy}`,
    },
    ({ session, params: { id }, body: document }) =>
      adjust(services, session, { kind: "authorization-policy", id, document }),
  ),
  route(
    { ...signedIn, operation: settingOperations.readChangePolicy, summary: `Tells ${summaries.changePolicy}` },
    ({ session, params: { id } }) => settingOf(services, session, "change-policy", id),
  ),
  route(
    { ...signedIn, operation: settingOperations.writeChangePolicy, summary: `Says ${summaries.changePolicy}` },
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
      summary: "Says whether a customer's orders wait for its reseller; locked while the reseller pays by card",
    },
    ({ session, params, body }) => turnApproval(services, session, params.id, body.isOn),
  ),
];

/** What administrators adjust besides the policies. */
export const settingsRoutes = (services: Services): readonly Route[] => [
  ...settingRoutes(services),
  ...approvalSwitchRoutes(services),
];
