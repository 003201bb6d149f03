import { sql } from "kysely";

import type {
  TierHistoryEntry,
  ShownConfiguration,
  ShownFulfillment,
} from "@countersign/shared/contract/api/tier-documents.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import type {
  OpenedRequest,
  ConfigurationPageQuery,
  RequestPageQuery,
} from "@countersign/shared/contract/api/tiers.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { FulfillmentRequestId, TierConfigurationId, TierRequestId } from "@countersign/shared/domain/tier.ts";
import { tierConfigurationSchema, tierRequestSchema } from "@countersign/shared/domain/tier.ts";

import type { Database } from "#server/foundation/db/database.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { callerOf, rolesIn } from "./tier-caller.ts";
import { configurationOf } from "./tier-case.ts";
import { eventsOf } from "./tier-event-store.ts";
import { loadTiers } from "./tier-store.ts";
import { shownConfiguration, shownEntry, shownFulfillments, shownOffers, shownRequests } from "./tier-views.ts";

/** The configurations that concern the caller's company and fit the filters. */
const ownConfigurations = (
  db: Database,
  tenantId: string,
  accountId: string,
  { productId, accountId: reseller }: Pick<ConfigurationPageQuery, "productId" | "accountId">,
) =>
  db
    .selectFrom("tier_configurations as configuration")
    .where("configuration.tenant_id", "=", tenantId)
    .where((row) =>
      row.or([
        row("configuration.vendor_id", "=", accountId),
        row("configuration.distributor_id", "=", accountId),
        row("configuration.account_id", "=", accountId),
      ]),
    )
    .$if(productId !== undefined, (query) => query.where("configuration.product_id", "=", productId ?? ""))
    .$if(reseller !== undefined, (query) => query.where("configuration.account_id", "=", reseller ?? ""));

/** The page, and the start of the next one if there is one: one row more than the limit was read. */
const paged = <Row extends { readonly id: string }>(rows: readonly Row[], limit: number) => {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, next: last === undefined ? {} : { next: last.id } };
};

/** The configurations that concern the caller's company, oldest first. */
export const configurationsFor = async ({ db }: Services, session: Session, query: ConfigurationPageQuery) => {
  const { accountId } = await callerOf(db, session);
  if (accountId === undefined) return { configurations: [] };
  const { status, cursor = "" as TierConfigurationId, limit } = query;
  const rows = await ownConfigurations(db, session.tenantId, accountId, query)
    .select(["configuration.id", "configuration.document", "configuration.revision"])
    .where("configuration.id", ">", cursor)
    .$if(status !== undefined, (all) => all.where(sql<string>`configuration.document ->> 'status'`, "=", status ?? ""))
    .orderBy("configuration.id")
    .limit(limit + 1)
    .execute();
  const { page, next } = paged(rows, limit);
  return {
    configurations: page.map(({ document, revision }) =>
      shownConfiguration(tierConfigurationSchema.parse(document), revision, accountId),
    ),
    ...next,
  };
};

/** A configuration that does not concern the caller's company is not found. */
export const configurationFor = async (
  { db }: Services,
  session: Session,
  configurationId: TierConfigurationId,
): Promise<Result<ShownConfiguration, RequestRefusal>> => {
  const { accountId } = await callerOf(db, session);
  const configuration = await configurationOf(db, session.tenantId, { configurationId });
  if (!configuration.ok) return configuration;
  if (rolesIn(configuration.value, accountId).length === 0) return refuse("not-found");
  const { revision } = await db
    .selectFrom("tier_configurations")
    .select("revision")
    .where("id", "=", configurationId)
    .executeTakeFirstOrThrow();
  return ok(shownConfiguration(configuration.value, revision, accountId));
};

/** The requests that concern the caller's company, oldest first. */
export const requestsFor = async ({ db }: Services, session: Session, query: RequestPageQuery) => {
  const { accountId } = await callerOf(db, session);
  if (accountId === undefined) return { requests: [] };
  const { status, configurationId, cursor = "" as TierRequestId, limit } = query;
  const rows = await ownConfigurations(db, session.tenantId, accountId, query)
    .innerJoin("tier_requests as request", "request.configuration_id", "configuration.id")
    .select(["request.id", "request.document"])
    .where("request.id", ">", cursor)
    .$if(status !== undefined, (all) => all.where(sql<string>`request.document ->> 'status'`, "=", status ?? ""))
    .$if(configurationId !== undefined, (all) =>
      all.where("configuration.id", "=", configurationId ?? ("" as TierConfigurationId)),
    )
    .orderBy("request.id")
    .limit(limit + 1)
    .execute();
  const { page, next } = paged(rows, limit);
  const requests = page.map(({ document }) => tierRequestSchema.parse(document));
  const stored = await loadTiers(db, session.tenantId, { requests: requests.map(({ id }) => id) });
  return { requests: shownRequests(stored, requests, accountId), ...next };
};

/**
 * T22, T38: a request, the link to its tier 2, and the possible actions. One that does not concern the caller's company is
 * not found.
 */
export const requestFor = async (
  { db }: Services,
  session: Session,
  requestId: TierRequestId,
): Promise<Result<OpenedRequest, RequestRefusal>> => {
  const { accountId } = await callerOf(db, session);
  const found = await configurationOf(db, session.tenantId, { requestId });
  if (!found.ok) return found;
  const { id } = found.value;
  const stored = await loadTiers(db, session.tenantId, { configurations: [id] });
  const { requests, configurations } = stored.documents;
  const request = requests.find((each) => each.id === requestId);
  const configuration = configurations.find((each) => each.id === id);
  const [shown] = request === undefined ? [] : shownRequests(stored, [request], accountId);
  if (accountId === undefined || request === undefined || configuration === undefined || shown === undefined)
    return refuse("not-found");
  return ok({
    request: shown,
    configuration: shownConfiguration(configuration, stored.revisions.get(id) ?? 1, accountId),
    offers: shownOffers(stored, request, { configuration, viewer: accountId }),
  });
};

/** The history of a request, as far as the caller may see it. */
export const historyFor = async (
  services: Services,
  session: Session,
  requestId: TierRequestId,
): Promise<Result<TierHistoryEntry[], RequestRefusal>> => {
  const { db } = services;
  const opened = await requestFor(services, session, requestId);
  if (!opened.ok) return opened;
  const { accountId } = await callerOf(db, session);
  const entries = await eventsOf(db, session.tenantId, requestId);
  const blockers = entries.flatMap(({ event }) =>
    event.type === "tier-1-blocked" ? (event.tier2RequestId ?? []) : [],
  );
  const stored = await loadTiers(db, session.tenantId, { requests: blockers });
  return ok(entries.map((entry) => shownEntry(stored, entry, accountId)));
};

/** A fulfillment request, as far as the caller's tiers concern it (T10, T31, T34). */
export const fulfillmentFor = async (
  { db }: Services,
  session: Session,
  id: FulfillmentRequestId,
): Promise<Result<ShownFulfillment, RequestRefusal>> => {
  const { accountId } = await callerOf(db, session);
  const stored = await loadTiers(db, session.tenantId, { fulfillmentRequests: [id] });
  const own = stored.documents.fulfillmentRequests.filter((fulfillment) => fulfillment.id === id);
  const [shown] = shownFulfillments(stored, own, accountId);
  return orNotFound(shown);
};
