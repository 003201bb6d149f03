import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";

import type { OrderingFacts } from "./ordering.ts";
import { orderingRules } from "./ordering.ts";
import type { Who } from "./who.ts";
import { has } from "./who.ts";

type OrganisationKind = Organisation["kind"];

/** An organisation, and in whose name it is administered: its own, or that of one above it. */
interface InName {
  readonly organisation: Pick<Organisation, "id" | "kind">;
  readonly by: Pick<Organisation, "id" | "kind">;
}

/** Every right that is not given by a role or a key as such, with what it depends on; `null` where that is nothing but the roles. */
interface RightFacts extends OrderingFacts {
  /** To work with the ERP: the sellers' people, never a customer's, who could undo a release that way. */
  readonly "use-erp": { readonly kind: OrganisationKind };
  /** To act on an order after its approval: somebody at one of its sellers, in a role that acts for the seller. */
  readonly "fulfil-order": { readonly order: Pick<Order, "reseller" | "distributor"> };
  /** To look after the accounts of the own company (S11, S12). */
  readonly "look-after-accounts": null;
  readonly "read-account": { readonly ownerId: string };
  /** To say who stands in for somebody: they themselves, or an administrator of theirs. */
  readonly "arrange-delegation": { readonly delegatorId: PersonId };
  /** To administer anything. */
  readonly administer: null;
  /** To administer this very organisation: whoever administers it, or one above it. */
  readonly "administer-organisation": { readonly chain: readonly Pick<Organisation, "id">[] };
  /** To set what an organisation must not set for itself, so that nobody frees themselves. */
  readonly "set-for-those-below": InName;
  /** To change a company's name: its seller knows it by that, so it does not change it itself. */
  readonly "name-organisation": InName;
  /** To change its number: orders come under it, and a reseller that took another's would get what is placed there. */
  readonly "number-organisation": Pick<InName, "by">;
  /** To know that a person is there. */
  readonly "know-person": { readonly ownKind: OrganisationKind | undefined; readonly organisationId: OrganisationId };
  /** To have a person of another organisation, or to move one there. */
  readonly "place-people-anywhere": { readonly ownKind: OrganisationKind | undefined };
  /** To have somebody invited once more: whoever may have made them. */
  readonly "invite-person": { readonly accountKind: ShopAccount["kind"] | undefined };
  /** To read a reseller's credit: its own people and its distributor's. */
  readonly "read-credit": { readonly resellerId: OrganisationId; readonly distributorId: OrganisationId | null };
  /** To set it: its distributor's. */
  readonly "lend-credit": { readonly distributorId: OrganisationId | null };
  /** To say what a product can do: its vendor. */
  readonly "describe-products": { readonly kind: OrganisationKind };
  /** To make a key by a key: in the name of its own person alone. */
  readonly "make-key-by-key": { readonly personId: PersonId };
}

type NamedRight = keyof RightFacts;

const isOf = (who: Who, organisation: { readonly organisationId: OrganisationId } | undefined): boolean =>
  organisation !== undefined && who.organisationId === organisation.organisationId;

const rules: { readonly [Name in NamedRight]: (who: Who, facts: RightFacts[Name]) => boolean } = {
  ...orderingRules,
  "use-erp": (who, { kind }) => has(who, "distributor", "admin") && kind !== "customer",
  "fulfil-order": (who, { order }) =>
    (isOf(who, order.reseller) && has(who, "reseller", "admin")) ||
    (isOf(who, order.distributor) && has(who, "distributor", "admin")),
  "look-after-accounts": (who) => has(who, "account-manager", "admin"),
  "read-account": (who, { ownerId }) => who.id === ownerId || has(who, "account-manager", "admin"),
  "arrange-delegation": (who, { delegatorId }) => who.id === delegatorId || has(who, "admin"),
  administer: (who) => has(who, "admin"),
  "administer-organisation": (who, { chain }) => has(who, "admin") && chain.some(({ id }) => id === who.organisationId),
  "set-for-those-below": (who, { organisation, by }) => has(who, "admin") && by.id !== organisation.id,
  "name-organisation": (who, { organisation, by }) =>
    has(who, "admin") && (by.id !== organisation.id || organisation.kind === "distributor"),
  "number-organisation": (who, { by }) => has(who, "admin") && by.kind === "distributor",
  "know-person": (who, { ownKind, organisationId }) =>
    who.organisationId === organisationId || (has(who, "admin") && ownKind === "distributor"),
  "place-people-anywhere": (who, { ownKind }) => has(who, "admin") && ownKind === "distributor",
  "invite-person": (who, { accountKind }) =>
    has(who, "admin") || (has(who, "account-manager") && accountKind === "sub-account"),
  "read-credit": (who, { resellerId, distributorId }) =>
    who.organisationId === resellerId || who.organisationId === distributorId,
  "lend-credit": (who, { distributorId }) => who.organisationId === distributorId,
  "describe-products": (_who, { kind }) => kind === "vendor",
  "make-key-by-key": (who, { personId }) => who.id === personId,
};

/** Whether somebody may do what the right names. What has no rule, nobody may. */
export const may = <Name extends NamedRight>(who: Who, right: Name, facts: RightFacts[Name]): boolean =>
  Object.hasOwn(rules, right) && rules[right](who, facts);
