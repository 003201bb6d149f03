import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema, orderRequestSchema } from "@countersign/shared/contract/intake.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import { takeIn } from "./intake.ts";

const exampleOrders: OrderRequest[] = [
  {
    source: { system: "api", externalId: "web-1" },
    requester: { email: "lena@bakery.example", name: "Lena Poppy" },
    customer: { externalId: "30001" },
    lines: [{ product: "Oven", quantity: "2", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
  },
  {
    source: { system: "api", externalId: "web-2" },
    requester: { email: "lena@bakery.example" },
    customer: { externalId: "30002", name: "The other bakery", country: "DE" },
    lines: [{ product: "Storage", vendor: "Example Cloud", quantity: "pay-per-use", unit: "GB*Month" }],
  },
  {
    source: { system: "api", externalId: "web-3" },
    subscription: { id: "019ac7a0-0000-7000-8000-000000000001", version: 1 },
    requester: { email: "lena@bakery.example" },
    customer: { externalId: "30001" },
    lines: [{ id: "line-1", product: "Seat", quantity: "12", unitPrice: { amountMinor: 2_000, currency: "EUR" } }],
  },
];

/** What shops and sellers call. */
export const orderRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;

  app.post(
    "/v1/orders",
    {
      onRequest: sessions.requires("orders:write"),
      config: { examples: exampleOrders },
      schema: {
        tags: ["orders"],
        summary: "Takes an order in, once for each `source.externalId`",
        description:
          "Customer, reseller and requester are added where they are not known and the caller may add them. An id that another order of the caller's organisation has is refused with 409, with that order's number.",
        body: orderRequestSchema,
        response: { 200: orderReceiptSchema, 201: orderReceiptSchema },
      },
    },
    async (request, reply) => {
      const receipt = await takeIn(services, sessions.of(request), request.body, request.repeatable);
      return reply.status(receipt.isNew ? 201 : 200).send(receipt);
    },
  );
};
