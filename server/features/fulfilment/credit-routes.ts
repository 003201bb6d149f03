import type { Credit } from "@countersign/shared/contract/api/credit.ts";
import { creditOperations } from "@countersign/shared/contract/api/credit.ts";
import type { CreditLine } from "@countersign/shared/domain/fulfilment.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { availableCredit } from "@countersign/shared/engine/fulfilment/acceptance/credit.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import { may } from "#server/records/rights/may.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting, putSetting } from "#server/records/settings/settings-store.ts";

import { lockCredit, creditPositionOf } from "./credit.ts";

/** The distributor of the reseller sets its credit; the reseller itself only reads it. @throws HttpProblem 404, 403. */
const requireSeller = async (
  tx: Tx,
  { tenantId, person }: Actor,
  resellerId: OrganisationId,
  right: "read-credit" | "lend-credit",
): Promise<void> => {
  const reseller = await tx
    .selectFrom("organisations")
    .select("parent_id")
    .where("id", "=", resellerId)
    .where("tenant_id", "=", tenantId)
    .where("kind", "=", "reseller")
    .executeTakeFirst();
  const distributorId = reseller?.parent_id ?? null;
  if (reseller === undefined || !may(person, "read-credit", { resellerId, distributorId }))
    throw new HttpProblem(404, "not-found");
  if (right === "lend-credit" && !may(person, right, { distributorId })) throw new HttpProblem(403, "not-allowed");
};

const creditOf = async (tx: Tx, { tenantId, person }: Actor, resellerId: OrganisationId): Promise<Credit> => {
  const line = await findSetting(tx, tenantId, "credit-line", resellerId);
  if (line === undefined) throw new HttpProblem(404, "not-found");
  const rates = (await findSetting(tx, tenantId, "exchange-rates", tenantId)) ?? [];
  const { isCommittedAtSalePrices, ...standing } = await creditPositionOf(tx, { line, resellerId, rates });
  const isOwn = person.organisationId === resellerId;
  const { balanceOwedMinor: owed, committedMinor: committed, ...lent } = standing;
  const maySeeOwed = isOwn || line.isOwedAtSalePrices === undefined;
  const maySeeCommitted = isOwn || !isCommittedAtSalePrices;
  return {
    ...lent,
    ...(maySeeOwed ? { balanceOwedMinor: owed } : {}),
    ...(maySeeCommitted ? { committedMinor: committed } : {}),
    ...(maySeeOwed && maySeeCommitted ? { available: availableCredit(standing) } : {}),
  };
};

const lend = ({ db }: Services, actor: Actor, resellerId: OrganisationId, line: CreditLine): Promise<Credit> =>
  inTransaction(db, async (tx) => {
    await requireSeller(tx, actor, resellerId, "lend-credit");
    await lockCredit(tx, resellerId);
    await putSetting(tx, actor.tenantId, { kind: "credit-line", ownerId: resellerId, document: line });
    return creditOf(tx, actor, resellerId);
  });

const keepsCredit = { right: "erp:write", tags: ["credit"] } as const;

/** What a distributor lends its resellers, as its ERP knows it (W51, W60). */
export const creditRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...keepsCredit,
      operation: creditOperations.readCredit,
      summary: "A reseller's credit: lent, owed, committed by orders, and available",
      description:
        "The distributor reads what is owed, committed and available only where it named its price of every order in it.",
    },
    ({ session, params: { id } }) =>
      inTransaction(services.db, async (tx) => {
        await requireSeller(tx, session, id, "read-credit");
        return creditOf(tx, session, id);
      }),
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
