import { delegationRoutes } from "#server/features/delegations/delegation-routes.ts";
import { erpRoutes } from "#server/features/erp/routes.ts";
import { fulfilmentRoutes } from "#server/features/fulfilment/routes.ts";
import { intakeRoutes } from "#server/features/intake/routes.ts";
import { mailRoutes } from "#server/features/mail/routes.ts";
import { networkRoutes } from "#server/features/network/routes.ts";
import { partnerRoutes } from "#server/features/order-api/routes.ts";
import { apiKeyRoutes } from "#server/features/people/api-keys/routes.ts";
import { passwordSessionRoutes } from "#server/features/people/passwords/routes.ts";
import { peopleRoutes } from "#server/features/people/routes.ts";
import { quoteRoutes } from "#server/features/quotes/routes.ts";
import { subscriptionRoutes } from "#server/features/subscriptions/routes.ts";
import { tierRoutes } from "#server/features/tiers/routes.ts";
import { webhookRoutes } from "#server/features/webhooks/routes.ts";
import type { Route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { healthRoutes } from "./health.ts";

/** The routes of every server, except those for replication. */
export const apiRoutes = (services: Services): readonly Route[] => [
  ...healthRoutes(services),
  ...intakeRoutes(services),
  ...partnerRoutes(services),
  ...erpRoutes(services),
  ...fulfilmentRoutes(services),
  ...delegationRoutes(services),
  ...quoteRoutes(services),
  ...subscriptionRoutes(services),
  ...mailRoutes(services),
  ...peopleRoutes(services),
  ...networkRoutes(services),
  ...tierRoutes(services),
  ...apiKeyRoutes(services),
  ...webhookRoutes(services),
  ...passwordSessionRoutes(services),
];
