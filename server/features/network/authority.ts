import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";

import { HttpProblem } from "#server/foundation/http/problem.ts";
import { may } from "#server/records/rights/may.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { chainOf } from "#server/records/visibility/audience.ts";

export type Organisations = ReadonlyMap<OrganisationId, Organisation>;

/** An organisation that somebody administers, with those above it, nearest first. */
export interface Administered {
  readonly organisation: Organisation;
  readonly above: readonly Organisation[];
  /** In whose name it is administered: its own, or that of one above it. */
  readonly by: Organisation;
}

/**
 * Administrators look after their own company and those below it; of any other they learn nothing.
 * @throws HttpProblem 403 for who is no administrator, 404 for an organisation that is not theirs.
 */
export const administered = (
  { person }: Pick<Session, "person">,
  organisations: Organisations,
  id: OrganisationId,
): Administered => {
  if (!may(person, "administer", null)) throw new HttpProblem(403, "not-allowed");
  const chain = chainOf(id, organisations);
  const [organisation, ...above] = chain;
  const by = chain.find((one) => one.id === person.organisationId);
  if (organisation === undefined || by === undefined || !may(person, "administer-organisation", { chain }))
    throw new HttpProblem(404, "not-found");
  return { organisation, above, by };
};
