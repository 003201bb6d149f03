import { sql } from "kysely";

import type { DelegationRequest } from "@countersign/shared/contract/api/delegations.ts";
import { delegationOperations } from "@countersign/shared/contract/api/delegations.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import { orNotFound } from "@countersign/shared/contract/request-refusal.ts";
import type { Delegation } from "@countersign/shared/domain/delegation.ts";
import { delegationSchema } from "@countersign/shared/domain/delegation.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { checkDelegation } from "@countersign/shared/engine/approval/delegate.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { may } from "#server/records/rights/may.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

const colleague = async (
  { db }: Services,
  { person }: Actor,
  id: PersonId,
): Promise<Result<Person, RequestRefusal>> => {
  const row = await db
    .selectFrom("people")
    .select("document")
    .where("id", "=", id)
    .where("organisation_id", "=", person.organisationId)
    .where("is_active", "=", true)
    .executeTakeFirst();
  return orNotFound(row?.document);
};

/** The delegator, for somebody who may arrange their delegations. */
const delegatorFor = async (
  services: Services,
  actor: Actor,
  id: PersonId,
): Promise<Result<Person, RequestRefusal>> => {
  const delegator = await colleague(services, actor, id);
  if (!delegator.ok || may(actor.person, "arrange-delegation", { delegatorId: id })) return delegator;
  return refuse("delegation-of-another", { person: delegator.value.name });
};

const plan = async (
  services: Services,
  actor: Actor,
  request: DelegationRequest,
  repeatable: Repeatable | undefined,
): Promise<Result<Delegation, RequestRefusal>> => {
  const { db, ids } = services;
  const of = await delegatorFor(services, actor, request.delegator ?? actor.person.id);
  if (!of.ok) return of;
  const to = await colleague(services, actor, request.substitute);
  if (!to.ok) return to;
  const { validFrom, validUntil } = request;
  const checked = checkDelegation({
    id: ids.next(),
    delegator: referenceTo(of.value),
    substitute: referenceTo(to.value),
    validFrom,
    validUntil,
  });
  if (!checked.ok) return checked;
  const delegation = checked.value;
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto("delegations")
      .values({
        id: delegation.id,
        tenant_id: actor.tenantId,
        state: "planned",
        valid_from: validFrom,
        valid_until: validUntil,
        delegator_id: of.value.id,
        document: JSON.stringify(delegation),
      })
      .execute();
    await repeatable?.keep(tx, { status: 201, body: delegation });
  });
  return checked;
};

/** Ends a delegation now; the next run removes its substitute from the open orders. A planned one never begins. */
const end = async (services: Services, actor: Actor, id: string): Promise<Result<null, RequestRefusal>> => {
  const { db, clock } = services;
  const row = await db
    .selectFrom("delegations")
    .select("delegator_id")
    .where("id", "=", id)
    .where("tenant_id", "=", actor.tenantId)
    .executeTakeFirst();
  if (row === undefined) return refuse("not-found");
  const delegator = await delegatorFor(services, actor, row.delegator_id);
  if (!delegator.ok) return delegator;
  await db
    .updateTable("delegations")
    .set({
      valid_until: sql`least(valid_until, ${clock.now()})`,
      state: sql`case when state = 'planned' and valid_from > ${clock.now()} then 'ended' else state end`,
    })
    .where("id", "=", id)
    .execute();
  return ok(null);
};

/** The delegations that are not over, in which the person is delegator or substitute. */
const delegationsOf = async ({ db }: Services, { person }: Actor): Promise<Delegation[]> => {
  const rows = await db
    .selectFrom("delegations")
    .innerJoin("people", "people.id", "delegations.delegator_id")
    .select("delegations.document")
    .where("state", "<>", "ended")
    .where("people.organisation_id", "=", person.organisationId)
    .orderBy("valid_from")
    .execute();
  return rows
    .map(({ document }) => delegationSchema.parse(document))
    .filter(({ delegator, substitute }) => delegator.personId === person.id || substitute.personId === person.id);
};

const signedIn = { right: "signed-in", tags: ["delegations"] } as const;

/** Arranging, listing and ending delegations. */
export const delegationRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: delegationOperations.planDelegation,
      summary: "Lets a colleague stand in during a date range",
    },
    ({ session, body, repeatable }) => plan(services, session, body, repeatable),
  ),
  route(
    {
      ...signedIn,
      operation: delegationOperations.readDelegations,
      summary: "The person's own delegations that are not over, and those in which they stand in",
    },
    async ({ session }) => ok({ delegations: await delegationsOf(services, session) }),
  ),
  route(
    { ...signedIn, operation: delegationOperations.endDelegation, summary: "Ends a delegation" },
    ({ session, params }) => end(services, session, params.id),
  ),
];
