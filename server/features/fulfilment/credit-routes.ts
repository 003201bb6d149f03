import { z } from "zod";

import { creditLineSchema } from "@countersign/shared/domain/fulfilment.ts";
import type { CreditLine } from "@countersign/shared/domain/fulfilment.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import { moneySchema } from "@countersign/shared/domain/money.ts";
import { creditPositionSchema } from "@countersign/shared/domain/reseller-account.ts";
import { availableCredit } from "@countersign/shared/engine/fulfilment/acceptance/credit.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting, putSetting } from "#server/records/settings/settings-store.ts";

import { lockCredit, creditPositionOf } from "./credit.ts";

const { currency, limitMinor, balanceOwedMinor, committedMinor } = creditPositionSchema.shape;

/**
 * A reseller's credit with what is committed, and what is left of it (W51, W52). The reseller reads it whole. Its distributor
 * reads what it lends, and the other figures only where each order in them has a price that the distributor named (W64): any
 * other order is counted at what its customer pays, which is not the distributor's to know (A76).
 */
const creditSchema = z.strictObject({
  currency,
  limitMinor,
  balanceOwedMinor: balanceOwedMinor.exactOptional(),
  committedMinor: committedMinor.exactOptional(),
  available: moneySchema.exactOptional(),
});
type Credit = z.infer<typeof creditSchema>;

/** The distributor of the reseller sets its credit; the reseller itself only reads it. @throws HttpProblem 404, 403. */
const requireSeller = async (
  tx: Tx,
  { tenantId, person }: Actor,
  resellerId: OrganisationId,
  may: "read" | "write",
): Promise<void> => {
  const reseller = await tx
    .selectFrom("organisations")
    .select("parent_id")
    .where("id", "=", resellerId)
    .where("tenant_id", "=", tenantId)
    .where("kind", "=", "reseller")
    .executeTakeFirst();
  const isOwn = person.organisationId === resellerId;
  if (reseller === undefined || (!isOwn && reseller.parent_id !== person.organisationId))
    throw new HttpProblem(404, "not-found");
  if (may === "write" && isOwn) throw new HttpProblem(403, "not-allowed");
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
    await requireSeller(tx, actor, resellerId, "write");
    await lockCredit(tx, resellerId);
    await putSetting(tx, actor.tenantId, { kind: "credit-line", ownerId: resellerId, document: line });
    return creditOf(tx, actor, resellerId);
  });

/** What a distributor lends its resellers, as its ERP knows it (W51, W60). */
export const creditRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const tags = ["credit"];
  const params = z.strictObject({ id: organisationIdSchema });
  const onRequest = sessions.requires("erp:write");
  app.get(
    "/v1/resellers/:id/credit",
    {
      onRequest,
      schema: {
        tags,
        summary: "A reseller's credit: lent, owed, committed by orders, and available",
        description:
          "The distributor reads what is owed, committed and available only where it named its price of every order in it.",
        params,
        response: { 200: creditSchema },
      },
    },
    async (request, reply) => {
      const actor = sessions.of(request);
      const { id } = request.params;
      const credit = await inTransaction(db, async (tx) => {
        await requireSeller(tx, actor, id, "read");
        return creditOf(tx, actor, id);
      });
      return reply.send(credit);
    },
  );
  app.put(
    "/v1/resellers/:id/credit",
    {
      onRequest,
      schema: {
        tags,
        summary: "Sets what a reseller is lent and owes; what orders commit is counted by the server",
        params,
        body: creditLineSchema,
        response: { 200: creditSchema },
      },
    },
    async (request, reply) => reply.send(await lend(services, sessions.of(request), request.params.id, request.body)),
  );
};
