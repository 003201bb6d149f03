import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

/** The companies and the requester of an order, as stored in the database. */
export interface Parties {
  readonly requester: Person;
  readonly customer: Organisation;
  readonly reseller: Organisation | undefined;
  readonly distributor: Organisation | undefined;
}
