import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

/** The companies and the person of an order, as the database knows them. */
export interface Parties {
  readonly requester: Person;
  readonly customer: Organisation;
  readonly reseller: Organisation | undefined;
  readonly distributor: Organisation | undefined;
}
