import type { CreditRiskSettings } from "@countersign/shared/domain/credit-risk.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person, PersonReference } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ChainPartner } from "@countersign/shared/engine/planning/credit-risk/chain.ts";

export type SellerRole = ChainPartner["role"];

/** An organisation that sells, with its role in an order's chain. */
export interface Seller {
  readonly role: SellerRole;
  readonly organisation: Organisation;
}

/** The people who decide for a seller: its active people in that role. */
export const sellerApproversOf = ({ role, organisation }: Seller, people: readonly Person[]): PersonReference[] =>
  people
    .filter(
      ({ organisationId, roles, isActive }) => isActive && organisationId === organisation.id && roles.includes(role),
    )
    .map(referenceTo);

/** A seller as a partner in the contract chain, with the data that only it knows. */
export const partnerOf = (
  seller: Seller,
  people: readonly Person[],
  { settings, amount }: { settings: CreditRiskSettings | undefined; amount: Amount },
): ChainPartner => ({
  role: seller.role,
  organisation: { organisationId: seller.organisation.id, name: seller.organisation.name },
  amount,
  approvers: sellerApproversOf(seller, people),
  ...(settings === undefined ? {} : { settings }),
});
