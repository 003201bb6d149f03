import { webhookOperations } from "@countersign/shared/contract/api/webhooks.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { deliveriesOf, redeliver } from "./delivery-log.ts";
import {
  addEndpoint,
  changeEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateKeys,
  showEndpoint,
} from "./manage-endpoints.ts";

const manages = { right: "webhooks:manage", tags: ["webhooks"] } as const;

/** Reading deliveries, and sending one again. */
const deliveryRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...manages,
      operation: webhookOperations.readWebhookDeliveries,
      summary: "The messages sent to an endpoint, with their outcomes, newest first",
    },
    ({ session, params, query }) => deliveriesOf(services, session, params.id, query),
  ),
  route(
    { ...manages, operation: webhookOperations.redeliverWebhook, summary: "Sends a message again, by hand" },
    ({ session, params, repeatable }) => redeliver(services, session, params.id, repeatable),
  ),
];

/** Managing an organisation's webhook endpoints (A12). */
export const webhookRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...manages,
      operation: webhookOperations.addWebhook,
      summary: "Adds an endpoint; only this answer shows its secret",
      showsSecret: true,
    },
    ({ session, body }) => addEndpoint(services, session, body),
  ),
  route(
    { ...manages, operation: webhookOperations.readWebhooks, summary: "The organisation's endpoints" },
    async ({ session }) => ok({ endpoints: await listEndpoints(services, session) }),
  ),
  route(
    { ...manages, operation: webhookOperations.readWebhook, summary: "One endpoint, with its public keys" },
    ({ session, params }) => showEndpoint(services, session, params.id),
  ),
  route(
    {
      ...manages,
      operation: webhookOperations.changeWebhook,
      summary: "Changes an endpoint, or enables or disables it",
    },
    ({ session, params, body }) => changeEndpoint(services, session, params.id, body),
  ),
  route(
    { ...manages, operation: webhookOperations.removeWebhook, summary: "Removes an endpoint with its log" },
    ({ session, params }) => removeEndpoint(services, session, params.id),
  ),
  route(
    {
      ...manages,
      operation: webhookOperations.rotateWebhookSecret,
      summary: "Adds new keys; the old ones still sign for a day",
      showsSecret: true,
    },
    ({ session, params }) => rotateKeys(services, session, params.id),
  ),
  ...deliveryRoutes(services),
];
