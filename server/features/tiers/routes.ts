import { tierOperations } from "@countersign/shared/contract/api/tiers.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { may } from "#server/records/rights/may.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { tierActionRoutes } from "./action-routes.ts";
import { productsOf, putProduct } from "./products.ts";
import {
  configurationFor,
  configurationsFor,
  fulfillmentFor,
  historyFor,
  requestFor,
  requestsFor,
} from "./read-tiers.ts";
import { setUp } from "./set-up.ts";
import { callerOf } from "./tier-caller.ts";

const reads = { right: "tiers:read", tags: ["tiers"] } as const;
const acts = { right: "tiers:write", tags: ["tiers"] } as const;

interface Vendor {
  readonly tenantId: string;
  readonly vendorId: string;
}

/** The caller's company as the vendor of its products. */
const vendorOf = async ({ db }: Services, session: Session): Promise<Result<Vendor, Refusal<"not-allowed">>> => {
  const { organisation, accountId } = await callerOf(db, session);
  if (accountId === undefined || !may(session.person, "describe-products", organisation)) return refuse("not-allowed");
  return ok({ tenantId: session.tenantId, vendorId: accountId });
};

/** What vendors say of their products. */
const productRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...reads,
      operation: tierOperations.readTierProducts,
      summary: "The vendor's own products and what they can do",
    },
    async ({ session }) => {
      const vendor = await vendorOf(services, session);
      if (!vendor.ok) return vendor;
      const { tenantId, vendorId } = vendor.value;
      return ok({ products: await productsOf(services.db, tenantId, vendorId) });
    },
  ),
  route(
    {
      ...acts,
      operation: tierOperations.writeTierProduct,
      summary: "Says what a product of the vendor's can do",
      description:
        "With the capability `Dynamic Validation - Tier Config Request - Draft` new tier configurations and requests " +
        "start as drafts, which the distributor validates.",
    },
    async ({ session, body }) => {
      const vendor = await vendorOf(services, session);
      if (!vendor.ok) return vendor;
      await putProduct(services.db, vendor.value, body);
      return ok(body);
    },
  ),
];

/** What vendors, distributors and the resellers of the tiers read. */
const readingRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...reads,
      operation: tierOperations.readTierConfigurations,
      summary: "The tier configurations that concern the caller's company, the oldest first",
    },
    async ({ session, query }) => ok(await configurationsFor(services, session, query)),
  ),
  route(
    { ...reads, operation: tierOperations.readTierConfiguration, summary: "One tier configuration" },
    ({ session, params }) => configurationFor(services, session, params.id),
  ),
  route(
    {
      ...reads,
      operation: tierOperations.readTierRequests,
      summary: "The tier requests that concern the caller's company, the oldest first",
    },
    async ({ session, query }) => ok(await requestsFor(services, session, query)),
  ),
  route(
    {
      ...reads,
      operation: tierOperations.readTierRequest,
      summary: "One tier request, its configuration, the link to its tier 2, and what the caller may do with it",
    },
    ({ session, params }) => requestFor(services, session, params.id),
  ),
  route(
    {
      ...reads,
      operation: tierOperations.readTierRequestHistory,
      summary: "What happened to a tier request, the oldest first",
    },
    async ({ session, params }) => {
      const entries = await historyFor(services, session, params.id);
      return entries.ok ? ok({ entries: entries.value }) : entries;
    },
  ),
  route(
    {
      ...reads,
      operation: tierOperations.readFulfillmentRequest,
      summary: "How far a fulfillment request is, and the caller's tier requests that it waits for",
    },
    ({ session, params }) => fulfillmentFor(services, session, params.id),
  ),
];

/** Tier configurations and their requests. */
export const tierRoutes = (services: Services): readonly Route[] => [
  ...productRoutes(services),
  ...readingRoutes(services),
  route(
    {
      ...acts,
      operation: tierOperations.setUpTiers,
      summary: "The distributor has the tiers of an order set up",
      description: "Vendor and resellers that are not known yet become companies of the network.",
    },
    ({ session, repeatable, body }) => setUp(services, { session, repeatable, revision: undefined, status: 201 }, body),
  ),
  ...tierActionRoutes(services),
];
