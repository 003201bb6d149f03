import { z } from "zod";

import { subscriptionIdSchema } from "@countersign/shared/domain/ids.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import { subscriptionSchema } from "#server/records/subscriptions/subscription.ts";

import type { Action } from "./actions.ts";
import { act } from "./actions.ts";
import { readableSubscription } from "./readable-subscription.ts";
import {
  historyQuerySchema,
  subscriptionHistory,
  subscriptionHistorySchema,
  subscriptionPageSchema,
  subscriptionQuerySchema,
  subscriptionsFor,
  visibleSubscription,
} from "./visible-subscription.ts";
import { withdrawChange } from "./withdraw-change.ts";

const params = z.strictObject({ id: subscriptionIdSchema });
const tags = ["subscriptions"];

/** Whoever may see one of its orders reads a subscription. */
const readingRoutes = (app: HttpApp, { sessions, db }: Services): void => {
  const onRequest = sessions.requires("orders:read");
  app.get(
    "/v1/subscriptions",
    {
      onRequest,
      schema: {
        tags,
        summary: "The subscriptions of which the caller may see an order",
        querystring: subscriptionQuerySchema,
        response: { 200: subscriptionPageSchema },
      },
    },
    async (request, reply) => reply.send(await subscriptionsFor(db, sessions.of(request), request.query)),
  );
  app.get(
    "/v1/subscriptions/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "One subscription: what is in force, what is being changed, when it executes next",
        params,
        response: { 200: subscriptionSchema },
      },
    },
    async (request, reply) => reply.send(await visibleSubscription(db, sessions.of(request), request.params.id)),
  );
  app.get(
    "/v1/subscriptions/:id/history",
    {
      onRequest,
      schema: {
        tags,
        summary: "What happened to a subscription and by which order or whom, the newest first",
        params,
        querystring: historyQuerySchema,
        response: { 200: subscriptionHistorySchema },
      },
    },
    async (request, reply) =>
      reply.send(await subscriptionHistory(db, sessions.of(request), request.params.id, request.query)),
  );
};

const actions: Readonly<Record<Action, { readonly summary: string; readonly description: string }>> = {
  pause: {
    summary: "Pauses a subscription",
    description: "Executions that fall into the pause are left out; the term goes on. It needs no approval.",
  },
  resume: {
    summary: "Resumes a subscription with its next date",
    description: "It was approved before and needs no approval again.",
  },
  cancel: { summary: "Ends a subscription for good", description: "Orders that it made before go on." },
};

/** What sellers, shops and customers read of subscriptions and do with them. An order changes what is in force. */
export const subscriptionRoutes = (app: HttpApp, services: Services): void => {
  readingRoutes(app, services);
  const { sessions } = services;
  const onRequest = sessions.requires("orders:write");
  for (const action of ["pause", "resume", "cancel"] as const)
    app.post(
      `/v1/subscriptions/:id/${action}`,
      { onRequest, schema: { tags, ...actions[action], params, response: { 200: subscriptionSchema } } },
      async (request, reply) => {
        const actor = sessions.of(request);
        const acted = await act(services, actor, { id: request.params.id, action });
        return reply.send(readableSubscription(acted, actor.person));
      },
    );
  app.post(
    "/v1/subscriptions/:id/withdraw-change",
    {
      onRequest,
      schema: {
        tags,
        summary: "Gives up the change that is under way; what is in force stays",
        description: "Its order is cancelled if it still waits, and stays as it is if its provisioning failed.",
        params,
        response: { 200: subscriptionSchema },
      },
    },
    async (request, reply) => {
      const actor = sessions.of(request);
      return reply.send(readableSubscription(await withdrawChange(services, actor, request.params.id), actor.person));
    },
  );
};
