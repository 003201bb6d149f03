import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { TierActor, TierConfiguration } from "@countersign/shared/domain/tier.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { organisationOf } from "#server/records/people/members.ts";
import type { Actor } from "#server/records/sessions/session.ts";

/** The company that a caller acts for, with its number on the platform; one without a number takes part in no tier. */
export interface TierCaller {
  readonly organisation: Organisation;
  readonly accountId: string | undefined;
}

export const callerOf = async (db: Database | Tx, { person }: Actor): Promise<TierCaller> => {
  const organisation = await organisationOf(db, person.organisationId);
  return { organisation, accountId: organisation.externalId };
};

type Parties = Pick<TierConfiguration, "vendor" | "distributor" | "account">;

/** The company's roles for a configuration, of which it may have several; none if it is not concerned. */
export const rolesIn = (
  { vendor, distributor, account }: Parties,
  accountId: string | undefined,
): TierActor["role"][] => [
  ...(vendor.id === accountId ? (["vendor"] as const) : []),
  ...(distributor.id === accountId ? (["distributor"] as const) : []),
  ...(account.id === accountId ? (["contact"] as const) : []),
];
