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

/** The capabilities of products, for their vendors. */
const productRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...reads,
      operation: tierOperations.readTierProducts,
      summary: "The vendor's own products and their capabilities",
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
      summary: "Sets the capabilities of one of the vendor's products",
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

/** Reading tiers, for vendors, distributors and the tiers' resellers. */
const readingRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...reads,
      operation: tierOperations.readTierConfigurations,
      summary: "The tier configurations that concern the caller's company, oldest first",
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
      summary: "The tier requests that concern the caller's company, oldest first",
    },
    async ({ session, query }) => ok(await requestsFor(services, session, query)),
  ),
  route(
    {
      ...reads,
      operation: tierOperations.readTierRequest,
      summary: "One tier request, its configuration, the link to its tier 2, and the caller's possible actions",
    },
    ({ session, params }) => requestFor(services, session, params.id),
  ),
  route(
    {
      ...reads,
      operation: tierOperations.readTierRequestHistory,
      summary: "The history of a tier request, oldest first",
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
      summary: "The status of a fulfillment request, and the caller's tier requests that it waits for",
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
      summary: "The distributor sets up the tiers of an order",
      description: "An unknown vendor or reseller becomes a company of the network.",
    },
    ({ session, repeatable, body }) => setUp(services, { session, repeatable, revision: undefined, status: 201 }, body),
  ),
  ...tierActionRoutes(services),
];
