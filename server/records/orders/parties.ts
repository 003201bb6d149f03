import type { Organisation } from "#shared/domain/organisation.ts";
import type { Person } from "#shared/domain/people.ts";

/** The companies and the person of an order, as the database knows them. */
export interface Parties {
  readonly requester: Person;
  readonly customer: Organisation;
  readonly reseller: Organisation | undefined;
  readonly distributor: Organisation | undefined;
}
