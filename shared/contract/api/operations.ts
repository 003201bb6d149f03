import { apiKeyOperations } from "./api-keys.ts";
import { creditOperations } from "./credit.ts";
import { decisionOperations } from "./decisions.ts";
import { delegationOperations } from "./delegations.ts";
import { erpOperations } from "./erp.ts";
import { fulfilmentOperations } from "./fulfilment.ts";
import { healthOperations } from "./health.ts";
import { mailOperations } from "./mail.ts";
import { orderOperations } from "./orders.ts";
import { organisationOperations } from "./organisations.ts";
import { peopleOperations } from "./people.ts";
import { policyOperations } from "./policies.ts";
import { quoteOperations } from "./quotes.ts";
import { replicationOperations } from "./replication.ts";
import { sessionOperations, demoOperations } from "./sessions.ts";
import { settingOperations } from "./settings.ts";
import { shopAccountOperations } from "./shop-accounts.ts";
import { subscriptionOperations } from "./subscriptions.ts";
import { tierActionOperations } from "./tier-actions.ts";
import { tierOperations } from "./tiers.ts";
import { webhookOperations } from "./webhooks.ts";

/** All that the server can be asked for over HTTP, by name: what its routes answer, and what its clients call. */
export const operations = {
  ...apiKeyOperations,
  ...creditOperations,
  ...decisionOperations,
  ...delegationOperations,
  ...erpOperations,
  ...fulfilmentOperations,
  ...healthOperations,
  ...mailOperations,
  ...orderOperations,
  ...organisationOperations,
  ...peopleOperations,
  ...policyOperations,
  ...quoteOperations,
  ...replicationOperations,
  ...sessionOperations,
  ...settingOperations,
  ...shopAccountOperations,
  ...subscriptionOperations,
  ...tierActionOperations,
  ...tierOperations,
  ...webhookOperations,
  ...demoOperations,
} as const;
