import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { ResellerContacts } from "@countersign/shared/domain/mail-preferences.ts";

/** The rule of W15 that chose the one recipient of a reseller's order confirmation; it is logged. */
export type ConfirmationRule = "bill-to" | "primary" | "oldest-contact" | "approver";

export interface Confirmation {
  readonly personId: PersonId;
  readonly rule: ConfirmationRule;
}

/**
 * Exactly one recipient, the first that exists of (W15): the bill-to contact, the primary contact, the oldest contact (by
 * id if two are equally old), and the approver if there is no contact. `undefined` if there is nobody.
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
