import { orderOperations } from "@countersign/shared/contract/api/orders.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
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

/** Intake for shops and sellers. */
export const intakeRoutes = (services: Services): readonly Route[] => [
  route(
    {
      operation: orderOperations.takeOrderIn,
      right: "orders:write",
      tags: ["orders"],
      summary: "Takes an order in, once for each `source.externalId`",
      description:
        "Unknown customers, resellers and requesters are added if the caller may add them. An id that belongs to a different order of the caller's organisation is refused with 409 and that order's number.",
      examples: exampleOrders,
      statusOf: ({ isNew }) => (isNew ? 201 : 200),
    },
    ({ session, body, repeatable }) => takeIn(services, session, body, repeatable),
  ),
];
