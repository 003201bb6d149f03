import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { ResellerContacts } from "@countersign/shared/domain/mail-preferences.ts";

/** Which rule of W15 chose the one recipient of a reseller's order confirmation; it is written to the log. */
export type ConfirmationRule = "bill-to" | "primary" | "oldest-contact" | "approver";

export interface Confirmation {
  readonly personId: PersonId;
  readonly rule: ConfirmationRule;
}

/**
 * Exactly one recipient, the first that there is (W15): the bill-to contact, the primary contact, the contact that is the
 * oldest (by id where two are), and only without any contact the approver. `undefined` where there is nobody at all.
 */
export const confirmationRecipient = (
  contacts: ResellerContacts | undefined,
  approvers: readonly PersonId[],
): Confirmation | undefined => {
  const { billTo, primary, others = [] } = contacts ?? {};
  if (billTo !== undefined) return { personId: billTo.personId, rule: "bill-to" };
  if (primary !== undefined) return { personId: primary.personId, rule: "primary" };
  const [oldest] = others.toSorted((left, right) =>
    left.since === right.since ? (left.personId < right.personId ? -1 : 1) : left.since < right.since ? -1 : 1,
  );
  if (oldest !== undefined) return { personId: oldest.personId, rule: "oldest-contact" };
  const [approver] = approvers;
  return approver === undefined ? undefined : { personId: approver, rule: "approver" };
};
