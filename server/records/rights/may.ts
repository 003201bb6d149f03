import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { ApprovalRule } from "@countersign/shared/domain/policy.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";

import type { OrderingFacts } from "./ordering.ts";
import { orderingRules } from "./ordering.ts";
import type { Who } from "./who.ts";
import { has } from "./who.ts";

type OrganisationKind = Organisation["kind"];

/** An organisation, and the one in whose name it is administered: itself, or one above it. */
interface InName {
  readonly organisation: Pick<Organisation, "id" | "kind">;
  readonly by: Pick<Organisation, "id" | "kind">;
}

/** Every right that a role or a key alone does not give, with what it depends on; `null` if only on the roles. */
interface RightFacts extends OrderingFacts {
  /** To work with the ERP: sellers' people, never a customer's, who could undo a release that way. */
  readonly "use-erp": { readonly kind: OrganisationKind };
  /** To act on an order after its approval: people of one of its sellers, in a role that acts for the seller. */
  readonly "fulfil-order": { readonly order: Pick<Order, "reseller" | "distributor"> };
  /** To look after the accounts of one's own company (S11, S12). */
  readonly "look-after-accounts": null;
  /** To know that an account of the web store exists: it belongs to one's own company (S13). */
  readonly "know-account": { readonly organisationId: OrganisationId };
  readonly "read-account": { readonly ownerId: string };
  /** To manage one's own company's sub-accounts in the web store (S12). */
  readonly "manage-sub-accounts": null;
  /** To manage an account in Admin (S11); even then, an account manager manages sub-accounts in the web store. */
  readonly "manage-account-in-admin": { readonly kind: ShopAccount["kind"] };
  /** To arrange who stands in for somebody: they themselves, or their administrator. */
  readonly "arrange-delegation": { readonly delegatorId: PersonId };
  /** To administer anything at all. */
  readonly administer: null;
  /** To administer this organisation: its administrators, and those of organisations above it. */
  readonly "administer-organisation": { readonly chain: readonly Pick<Organisation, "id">[] };
  /** To set what an organisation must not set for itself, so that nobody lifts their own restrictions. */
  readonly "set-for-those-below": InName;
  /** To change a company's name: its seller knows it by this name, so it may not change it itself. */
  readonly "name-organisation": InName;
  /** To change its number: orders refer to it, and a reseller that took another's number would get its orders. */
  readonly "number-organisation": Pick<InName, "by">;
  /** To change a rule of an approval policy, but not one that asks a seller above, so that nobody lifts their own rules. */
  readonly "change-rule": {
    readonly rule: Pick<ApprovalRule, "role"> & { readonly condition: Pick<ApprovalRule["condition"], "when"> };
    readonly by: Pick<Organisation, "kind">;
    /** Whether the rule names a person of a company above the one in whose name it is changed. */
    readonly namesSomebodyAbove: boolean;
  };
  /** To know that a person exists. */
  readonly "know-person": { readonly ownKind: OrganisationKind | undefined; readonly organisationId: OrganisationId };
  /** To add people to an organisation: to one's own, or as the distributor to any. */
  readonly "add-people": { readonly ownKind: OrganisationKind | undefined; readonly organisationId: OrganisationId };
  /** To administer people of other organisations, and to move people there. */
  readonly "place-people-anywhere": { readonly ownKind: OrganisationKind | undefined };
  /** To have somebody invited again: those who could have created them. */
  readonly "invite-person": { readonly accountKind: ShopAccount["kind"] | undefined };
  /** To read a reseller's credit: its people and its distributor's. */
  readonly "read-credit": { readonly resellerId: OrganisationId; readonly distributorId: OrganisationId | null };
  /** To set it: its distributor's people. */
  readonly "lend-credit": { readonly distributorId: OrganisationId | null };
  /** To describe a product's capabilities: its vendor. */
  readonly "describe-products": { readonly kind: OrganisationKind };
  /** To have the tiers of an order set up: the distributor (T01). */
  readonly "set-up-tiers": { readonly kind: OrganisationKind };
  /** To make a key with a key: only in the name of that key's person. */
  readonly "make-key-by-key": { readonly personId: PersonId };
}

type NamedRight = keyof RightFacts;

const isOf = (who: Who, organisation: { readonly organisationId: OrganisationId } | undefined): boolean =>
  organisation !== undefined && who.organisationId === organisation.organisationId;

/** Whether the rule asks a seller above the company in whose name it is changed, or depends on one. */
const asksAbove = ({ rule: { role, condition }, by, namesSomebodyAbove }: RightFacts["change-rule"]): boolean => {
  if (by.kind === "distributor") return false;
  if (namesSomebodyAbove || role === "distributor" || condition.when === "credit-risk-group") return true;
  return by.kind !== "reseller" && (role === "reseller" || condition.when === "reseller-approval");
};

const administersNetwork = (who: Who, ownKind: OrganisationKind | undefined): boolean =>
  has(who, "admin") && ownKind === "distributor";

const reachesPeopleOf = (who: Who, { ownKind, organisationId }: RightFacts["know-person"]): boolean =>
  who.organisationId === organisationId || administersNetwork(who, ownKind);

const rules: { readonly [Name in NamedRight]: (who: Who, facts: RightFacts[Name]) => boolean } = {
  ...orderingRules,
  "use-erp": (who, { kind }) => has(who, "distributor", "admin") && kind !== "customer",
  "fulfil-order": (who, { order }) =>
    (isOf(who, order.reseller) && has(who, "reseller", "admin")) ||
    (isOf(who, order.distributor) && has(who, "distributor", "admin")),
  "look-after-accounts": (who) => has(who, "account-manager", "admin"),
  "know-account": isOf,
  "read-account": (who, { ownerId }) => who.id === ownerId || has(who, "account-manager", "admin"),
  "manage-sub-accounts": (who) => has(who, "account-manager"),
  "manage-account-in-admin": (who, { kind }) =>
    has(who, "admin") && !(kind === "sub-account" && has(who, "account-manager")),
  "arrange-delegation": (who, { delegatorId }) => who.id === delegatorId || has(who, "admin"),
  administer: (who) => has(who, "admin"),
  "administer-organisation": (who, { chain }) => has(who, "admin") && chain.some(({ id }) => id === who.organisationId),
  "set-for-those-below": (who, { organisation, by }) => has(who, "admin") && by.id !== organisation.id,
  "name-organisation": (who, { organisation, by }) =>
    has(who, "admin") && (by.id !== organisation.id || organisation.kind === "distributor"),
  "number-organisation": (who, { by }) => has(who, "admin") && by.kind === "distributor",
  "change-rule": (who, facts) => has(who, "admin") && !asksAbove(facts),
  "know-person": reachesPeopleOf,
  "add-people": reachesPeopleOf,
  "place-people-anywhere": (who, { ownKind }) => administersNetwork(who, ownKind),
  "invite-person": (who, { accountKind }) =>
    has(who, "admin") || (has(who, "account-manager") && accountKind === "sub-account"),
  "read-credit": (who, { resellerId, distributorId }) =>
    who.organisationId === resellerId || who.organisationId === distributorId,
  "lend-credit": (who, { distributorId }) => who.organisationId === distributorId,
  "describe-products": (_who, { kind }) => kind === "vendor",
  "set-up-tiers": (_who, { kind }) => kind === "distributor",
  "make-key-by-key": (who, { personId }) => who.id === personId,
};

/** Whether somebody has the right. Nobody has one without a rule. */
export const may = <Name extends NamedRight>(who: Who, right: Name, facts: RightFacts[Name]): boolean =>
  Object.hasOwn(rules, right) && rules[right](who, facts);
