import type { IntakeParty, OrderRequest } from "@countersign/shared/contract/intake.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { ConnectParty } from "./connect-schema.ts";
import type { ImportRefusal } from "./import-refusal.ts";
import { importRefusal } from "./import-refusal.ts";

type Requester = OrderRequest["requester"];

/** The platform's own number has priority: the numbers of shops behind it are unique only within each shop. */
const numberOf = ({ id, external_id: externalId, external_uid: externalUid }: ConnectParty): string | undefined =>
  id ?? externalId ?? externalUid;

const partyOf = (party: ConnectParty, externalId: string): IntakeParty => {
  const { name, contact_info: info } = party;
  const country = info.country?.length === 2 ? info.country : undefined;
  return { externalId, ...(name === undefined ? {} : { name }), ...(country === undefined ? {} : { country }) };
};

export const customerOf = (customer: ConnectParty): Result<IntakeParty, ImportRefusal> => {
  const externalId = numberOf(customer);
  return externalId === undefined
    ? fail(importRefusal("has no id, so the customer is unknown", "asset.tiers.customer"))
    : ok(partyOf(customer, externalId));
};

/** Tier 1 sells to the customer; an empty one means that the distributor does. */
export const resellerOf = (tier1: ConnectParty): IntakeParty | undefined => {
  const externalId = numberOf(tier1);
  return externalId === undefined ? undefined : partyOf(tier1, externalId);
};

const namesOf = ({ contact_info: { contact } }: ConnectParty): string =>
  [contact.first_name, contact.last_name].filter((name) => name !== undefined).join(" ");

/**
 * The customer's contact. If the platform recorded no address, an undeliverable one (RFC 2606) replaces it, so that the
 * order still has its own requester.
 */
export const requesterOf = (customer: ConnectParty, { externalId }: IntakeParty): Requester => {
  const { email } = customer.contact_info.contact;
  const name = namesOf(customer) || customer.name;
  const address = email ?? `${externalId.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}@connect.invalid`;
  return { email: address, ...(name === undefined ? {} : { name }) };
};
