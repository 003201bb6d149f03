import { subscriptionOperations } from "@countersign/shared/contract/api/subscriptions.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { act } from "./actions.ts";
import { readableSubscription } from "./readable-subscription.ts";
import { subscriptionHistory, subscriptionsFor, visibleSubscription } from "./visible-subscription.ts";
import { withdrawChange } from "./withdraw-change.ts";

const tags = ["subscriptions"] as const;

/** Reading subscriptions, for everybody who may see one of their orders. */
const readingRoutes = ({ db }: Services): readonly Route[] => [
  route(
    {
      operation: subscriptionOperations.readSubscriptions,
      right: "orders:read",
      tags,
      summary: "The subscriptions with an order that the caller may see",
    },
    async ({ session, query }) => ok(await subscriptionsFor(db, session, query)),
  ),
  route(
    {
      operation: subscriptionOperations.readSubscription,
      right: "orders:read",
      tags,
      summary: "One subscription: what is in force, what is being changed, when it executes next",
    },
    ({ session, params }) => visibleSubscription(db, session, params.id),
  ),
  route(
    {
      operation: subscriptionOperations.readSubscriptionHistory,
      right: "orders:read",
      tags,
      summary: "The history of a subscription, with the order or person behind each entry, newest first",
    },
    ({ session, params, query }) => subscriptionHistory(db, session, params.id, query),
  ),
];

const actions = [
  {
    action: "pause",
    operation: subscriptionOperations.pauseSubscription,
    summary: "Pauses a subscription",
    description: "Executions during the pause are skipped; the term continues. It needs no approval.",
  },
  {
    action: "resume",
    operation: subscriptionOperations.resumeSubscription,
    summary: "Resumes a subscription with its next date",
    description: "It was approved before and needs no approval again.",
  },
  {
    action: "cancel",
    operation: subscriptionOperations.cancelSubscription,
    summary: "Ends a subscription for good",
    description: "Orders that it has already made continue.",
  },
] as const;

/** Reading and managing subscriptions, for sellers, shops and customers. What is in force is changed by an order. */
export const subscriptionRoutes = (services: Services): readonly Route[] => [
  ...readingRoutes(services),
  ...actions.map(({ action, operation, summary, description }) =>
    route({ operation, right: "orders:write", tags, summary, description }, async ({ session, params: { id } }) => {
      const acted = await act(services, session, { id, action });
      return acted.ok ? ok(readableSubscription(acted.value, session.person)) : acted;
    }),
  ),
  route(
    {
      operation: subscriptionOperations.withdrawSubscriptionChange,
      right: "orders:write",
      tags,
      summary: "Withdraws the pending change; what is in force stays",
      description: "Its order is cancelled if it still waits, and stays as it is if its provisioning failed.",
    },
    async ({ session, params }) => {
      const withdrawn = await withdrawChange(services, session, params.id);
      return withdrawn.ok ? ok(readableSubscription(withdrawn.value, session.person)) : withdrawn;
    },
  ),
];
