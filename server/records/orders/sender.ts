import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { organisationOf } from "#server/records/people/members.ts";
import type { Reach } from "#server/records/rights/reach.ts";
import { reachOf } from "#server/records/rights/reach.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** Who sends an order, and how far their right goes. */
export interface OrderSender {
  readonly person: Person;
  readonly organisation: Organisation;
  readonly reach: Reach;
}

/** The person as the sender of orders, if they may place any. */
export const senderOf = async (tx: Tx, { person }: Actor): Promise<Result<OrderSender, RequestRefusal>> => {
  const organisation = await organisationOf(tx, person.organisationId);
  const reach = reachOf(person, organisation);
  if (reach === undefined) return refuse("not-allowed");
  return ok({ person, organisation, reach });
};
