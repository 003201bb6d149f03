import { sql } from "kysely";
import { z } from "zod";

import type { Delegation } from "@countersign/shared/domain/delegation.ts";
import { delegationSchema } from "@countersign/shared/domain/delegation.ts";
import type { PersonId } from "@countersign/shared/domain/ids.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import { anyInstantSchema } from "@countersign/shared/domain/instant.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { checkDelegation } from "@countersign/shared/engine/approval/delegate.ts";

import { inTransaction } from "#server/foundation/db/retry.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** Who is away, who stands in, and from when until when; both ends belong to it. */
const delegationRequestSchema = z.strictObject({
  /** The person who asks, unless an administrator asks for somebody of the own organisation. */
  delegator: personIdSchema.exactOptional(),
  substitute: personIdSchema,
  validFrom: anyInstantSchema,
  validUntil: anyInstantSchema,
});
type DelegationRequest = z.output<typeof delegationRequestSchema>;

const colleague = async ({ db }: Services, { person }: Actor, id: PersonId): Promise<Person> => {
  const row = await db
    .selectFrom("people")
    .select("document")
    .where("id", "=", id)
    .where("organisation_id", "=", person.organisationId)
    .where("is_active", "=", true)
    .executeTakeFirst();
  if (row === undefined) throw new HttpProblem(404, "not-found");
  return row.document;
};

const requireRight = ({ person }: Actor, of: Person): void => {
  if (of.id !== person.id && !person.roles.includes("admin"))
    throw new HttpProblem(403, "delegation-of-another", { person: of.name });
};

const plan = async (
  services: Services,
  actor: Actor,
  request: DelegationRequest,
  repeatable: Repeatable | undefined,
): Promise<Delegation> => {
  const { db, ids } = services;
  const of = await colleague(services, actor, request.delegator ?? actor.person.id);
  requireRight(actor, of);
  const to = await colleague(services, actor, request.substitute);
  const { validFrom, validUntil } = request;
  const checked = checkDelegation({
    id: ids.next(),
    delegator: referenceTo(of),
    substitute: referenceTo(to),
    validFrom,
    validUntil,
  });
  if (!checked.ok) throw new HttpProblem(422, checked.error.code, checked.error.args);
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
        delegator_id: of.id,
        document: JSON.stringify(delegation),
      })
      .execute();
    await repeatable?.keep(tx, { status: 201, body: delegation });
  });
  return delegation;
};

/** Ends a delegation now: its substitute is taken out of the open orders by the next run. One that was only planned never begins. */
const end = async (services: Services, actor: Actor, id: string): Promise<void> => {
  const { db, clock } = services;
  const row = await db
    .selectFrom("delegations")
    .select("delegator_id")
    .where("id", "=", id)
    .where("tenant_id", "=", actor.tenantId)
    .executeTakeFirst();
  if (row === undefined) throw new HttpProblem(404, "not-found");
  requireRight(actor, await colleague(services, actor, row.delegator_id));
  await db
    .updateTable("delegations")
    .set({
      valid_until: sql`least(valid_until, ${clock.now()})`,
      state: sql`case when state = 'planned' and valid_from > ${clock.now()} then 'ended' else state end`,
    })
    .where("id", "=", id)
    .execute();
};

/** Arranging who stands in for whom. */
export const delegationRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, db } = services;
  const tags = ["delegations"];
  const onRequest = sessions.required;
  app.post(
    "/v1/delegations",
    {
      onRequest,
      schema: {
        tags,
        summary: "Lets a colleague stand in during a date range",
        body: delegationRequestSchema,
        response: { 201: delegationSchema },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await plan(services, sessions.of(request), request.body, request.repeatable)),
  );
  app.get(
    "/v1/delegations",
    {
      onRequest,
      schema: {
        tags,
        summary: "The person's own delegations that are not over, and those in which they stand in",
        response: { 200: z.strictObject({ delegations: z.array(delegationSchema) }) },
      },
    },
    async (request, reply) => {
      const { person } = sessions.of(request);
      const rows = await db
        .selectFrom("delegations")
        .innerJoin("people", "people.id", "delegations.delegator_id")
        .select("delegations.document")
        .where("state", "<>", "ended")
        .where("people.organisation_id", "=", person.organisationId)
        .orderBy("valid_from")
        .execute();
      const all = rows.map(({ document }) => delegationSchema.parse(document));
      const mine = all.filter(
        ({ delegator, substitute }) => delegator.personId === person.id || substitute.personId === person.id,
      );
      return reply.send({ delegations: mine });
    },
  );
  const params = z.strictObject({ id: z.string().min(1).max(64) });
  app.delete(
    "/v1/delegations/:id",
    { onRequest, schema: { tags, summary: "Ends a delegation", params, response: { 204: z.null() } } },
    async (request, reply) => {
      await end(services, sessions.of(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
};
