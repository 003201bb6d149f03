import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { organisationOf } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** Who sends an order, and from which company. `may` decides for whom they may. */
export interface OrderSender {
  readonly person: Person;
  readonly organisation: Organisation;
}

/** The person as a sender of orders, if they may place any. */
export const senderOf = async (tx: Tx, { person }: Actor): Promise<Result<OrderSender, Refusal<"not-allowed">>> => {
  const organisation = await organisationOf(tx, person.organisationId);
  return may(person, "place-orders", { own: organisation }) ? ok({ person, organisation }) : refuse("not-allowed");
};
