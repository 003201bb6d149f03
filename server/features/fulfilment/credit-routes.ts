import type { Credit } from "@countersign/shared/contract/api/credit.ts";
import { creditOperations } from "@countersign/shared/contract/api/credit.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { CreditLine } from "@countersign/shared/domain/fulfilment.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { availableCredit } from "@countersign/shared/engine/fulfilment/acceptance/credit.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { may } from "#server/records/rights/may.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting, putSetting } from "#server/records/settings/settings-store.ts";

import { lockCredit, creditPositionOf } from "./credit.ts";

/** The reseller's distributor sets its credit; the reseller itself only reads it. For anybody else it is not found. */
const requireSeller = async (
  tx: Tx,
  { tenantId, person }: Actor,
  resellerId: OrganisationId,
  right: "read-credit" | "lend-credit",
): Promise<Result<void, RequestRefusal>> => {
  const reseller = await tx
    .selectFrom("organisations")
    .select("parent_id")
    .where("id", "=", resellerId)
    .where("tenant_id", "=", tenantId)
    .where("kind", "=", "reseller")
    .executeTakeFirst();
  const distributorId = reseller?.parent_id ?? null;
  if (reseller === undefined || !may(person, "read-credit", { resellerId, distributorId })) return refuse("not-found");
  if (right === "lend-credit" && !may(person, right, { distributorId })) return refuse("not-allowed");
  return ok(undefined);
};

const creditOf = async (
  tx: Tx,
  { tenantId, person }: Actor,
  resellerId: OrganisationId,
): Promise<Result<Credit, RequestRefusal>> => {
  const line = await findSetting(tx, tenantId, "credit-line", resellerId);
  if (line === undefined) return refuse("not-found");
  const rates = (await findSetting(tx, tenantId, "exchange-rates", tenantId)) ?? [];
  const { isCommittedAtSalePrices, ...standing } = await creditPositionOf(tx, { line, resellerId, rates });
  const isOwn = person.organisationId === resellerId;
  const { balanceOwedMinor: owed, committedMinor: committed, ...lent } = standing;
  const maySeeOwed = isOwn || line.isOwedAtSalePrices === undefined;
  const maySeeCommitted = isOwn || !isCommittedAtSalePrices;
  return ok({
    ...lent,
    ...(maySeeOwed ? { balanceOwedMinor: owed } : {}),
    ...(maySeeCommitted ? { committedMinor: committed } : {}),
    ...(maySeeOwed && maySeeCommitted ? { available: availableCredit(standing) } : {}),
  });
};

const read = ({ db }: Services, actor: Actor, resellerId: OrganisationId): Promise<Result<Credit, RequestRefusal>> =>
  inTransaction(db, async (tx) => {
    const seller = await requireSeller(tx, actor, resellerId, "read-credit");
    return seller.ok ? creditOf(tx, actor, resellerId) : seller;
  });

const lend = (
  { db }: Services,
  actor: Actor,
  resellerId: OrganisationId,
  line: CreditLine,
): Promise<Result<Credit, RequestRefusal>> =>
  inTransaction(db, async (tx) => {
    const seller = await requireSeller(tx, actor, resellerId, "lend-credit");
    if (!seller.ok) return seller;
    await lockCredit(tx, resellerId);
    await putSetting(tx, actor.tenantId, { kind: "credit-line", ownerId: resellerId, document: line });
    return creditOf(tx, actor, resellerId);
  });

const keepsCredit = { right: "erp:write", tags: ["credit"] } as const;

/** What a distributor lends its resellers, as recorded in its ERP (W51, W60). */
export const creditRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...keepsCredit,
      operation: creditOperations.readCredit,
      summary: "A reseller's credit: lent, owed, committed by orders, and available",
      description:
        "The distributor reads what is owed, committed and available only if it named its price for every order in it.",
    },
    ({ session, params }) => read(services, session, params.id),
  ),
  route(
    {
      ...keepsCredit,
      operation: creditOperations.lendCredit,
      summary: "Sets what a reseller is lent and owes; what orders commit is counted by the server",
    },
    ({ session, params, body }) => lend(services, session, params.id, body),
  ),
];
