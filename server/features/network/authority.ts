import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { may } from "#server/records/rights/may.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { chainOf } from "#server/records/visibility/audience.ts";

export type Organisations = ReadonlyMap<OrganisationId, Organisation>;

/** An administered organisation, with those above it, nearest first. */
export interface Administered {
  readonly organisation: Organisation;
  readonly above: readonly Organisation[];
  /** The administrator's organisation: the same one, or one above it. */
  readonly by: Organisation;
}

/**
 * The organisation, for an administrator of it or of one above it; for other administrators it is not found, and nobody
 * else is allowed.
 */
export const administered = (
  { person }: Pick<Session, "person">,
  organisations: Organisations,
  id: OrganisationId,
): Result<Administered, Refusal<"not-allowed" | "not-found">> => {
  if (!may(person, "administer", null)) return refuse("not-allowed");
  const chain = chainOf(id, organisations);
  const [organisation, ...above] = chain;
  const by = chain.find((one) => one.id === person.organisationId);
  if (organisation === undefined || by === undefined || !may(person, "administer-organisation", { chain }))
    return refuse("not-found");
  return ok({ organisation, above, by });
};
