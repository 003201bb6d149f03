import type { FastifyRequest } from "fastify";
import { z } from "zod";

import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import { commandIdSchema, orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import { historyOf, visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Services } from "#server/records/services.ts";

import type { AnswerReceipt, PartnerAnswer } from "./answers.ts";
import {
  answerOrder,
  answerReceiptSchema,
  commentRequestSchema,
  decisionRequestSchema,
  reversalRequestSchema,
} from "./answers.ts";
import { creditRiskAnswerSchema, creditRiskFor } from "./credit-risk.ts";
import { orderPageQuerySchema, orderPageSchema, ordersFor } from "./order-page.ts";

const params = z.strictObject({ id: orderIdSchema });
type OrderRequest = FastifyRequest<{ Params: z.infer<typeof params> }>;

/** What partners and shops read of orders. */
const readingRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const onRequest = sessions.requires("orders:read");
  const tags = ["orders"];

  app.get(
    "/v1/orders",
    {
      onRequest,
      schema: {
        tags,
        summary: "The orders that the caller may see, in the order of their last change",
        description:
          "Follow `next` while `hasMore`; keep the last one to ask later for what changed since. An order that changed " +
          "comes again with a higher `revision`.",
        querystring: orderPageQuerySchema,
        response: { 200: orderPageSchema },
      },
    },
    async (request, reply) => reply.send(await ordersFor(services, sessions.of(request), request.query)),
  );
  app.get(
    "/v1/orders/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "One order, as the caller may read it",
        description: "Without what it costs at other levels of the chain, and the limits behind it.",
        params,
        response: { 200: orderSchema },
      },
    },
    async (request, reply) => reply.send(await visibleOrder(db, sessions.of(request), request.params.id)),
  );
  app.get(
    "/v1/orders/:id/history",
    {
      onRequest,
      schema: {
        tags,
        summary: "Who decided what about an order, when and why",
        description: "Reversed decisions stay, with their reversals. The oldest first.",
        params,
        response: { 200: z.strictObject({ entries: z.array(historyEntrySchema) }) },
      },
    },
    async (request, reply) => reply.send({ entries: await historyOf(db, sessions.of(request), request.params.id) }),
  );
  app.get(
    "/v1/orders/:id/credit-risk",
    {
      onRequest: sessions.requires("credit-risk:read"),
      schema: {
        tags,
        summary: "The credit risk of an order at the caller's own level, item by item",
        description: "For the sellers of the order's chain; final as soon as the order is completed.",
        params,
        response: { 200: creditRiskAnswerSchema },
      },
    },
    async (request, reply) => reply.send(await creditRiskFor(db, sessions.of(request), request.params.id)),
  );
};

/** How partners answer orders. */
export const partnerRoutes = (app: HttpApp, services: Services): void => {
  readingRoutes(app, services);
  const { sessions, ids } = services;
  const onRequest = sessions.requires("decisions:write");
  const tags = ["decisions"];
  const response = { 200: answerReceiptSchema };
  const answer = (request: OrderRequest, body: PartnerAnswer): Promise<AnswerReceipt> =>
    answerOrder(services, sessions.of(request), {
      orderId: request.params.id,
      commandId: request.repeatable?.commandId ?? commandIdSchema.parse(ids.next()),
      answer: body,
    });

  app.post(
    "/v1/orders/:id/decisions",
    {
      onRequest,
      schema: {
        tags,
        summary: "Approves or rejects an order",
        description:
          "The same answer once more is harmless; another one is refused with 409 until the first is taken back.",
        params,
        body: decisionRequestSchema,
        response,
      },
    },
    async (request, reply) => reply.send(await answer(request, { type: "decision", ...request.body })),
  );
  app.post(
    "/v1/orders/:id/reversals",
    {
      onRequest,
      schema: {
        tags,
        summary: "Takes a decision back, so that its stage is asked again",
        description: "As long as the ERP has not released the order and nothing was provisioned.",
        params,
        body: reversalRequestSchema,
        response,
      },
    },
    async (request, reply) => reply.send(await answer(request, { type: "reversal", ...request.body })),
  );
  app.post(
    "/v1/orders/:id/comments",
    {
      onRequest,
      schema: {
        tags,
        summary: "Writes a remark on an order, which decides nothing",
        description: "Everybody who may see the order reads it.",
        params,
        body: commentRequestSchema,
        response,
      },
    },
    async (request, reply) => reply.send(await answer(request, { type: "comment", ...request.body })),
  );
};
