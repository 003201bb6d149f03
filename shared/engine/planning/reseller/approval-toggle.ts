import type { CustomerApproval, ResellerPayment } from "#shared/domain/reseller-account.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

/** The switch under a customer's name, and its effect. */
export interface ApprovalToggle {
  /** What the switch shows. */
  readonly isOn: boolean;
  /** Nobody can switch it while the reseller pays by card. */
  readonly isLocked: boolean;
  /** Whether the customer's orders wait for the reseller. May differ from the switch while it is locked. */
  readonly isApprovalRequired: boolean;
}

/**
 * The switch of one customer. Under card payment it is locked in its last position, and approval is required
 * anyway (W04, W10, W24); otherwise the switch decides (W05). A customer without a choice of their own is on (W03).
 */
export const approvalToggle = (
  { method }: ResellerPayment,
  approval: Pick<CustomerApproval, "isOn"> = { isOn: true },
): ApprovalToggle => {
  const isLocked = method === "credit-card";
  return { isOn: approval.isOn, isLocked, isApprovalRequired: isLocked || approval.isOn };
};

/** The choice for one, several or all customers (W05), or `approval-toggle-locked` under card payment (W04, W10). */
export const switchApproval = (
  payment: ResellerPayment,
  approvals: readonly CustomerApproval[],
  isOn: boolean,
): Result<CustomerApproval[], Refusal<"approval-toggle-locked">> =>
  approvalToggle(payment).isLocked
    ? fail(refusal("approval-toggle-locked"))
    : ok(approvals.map(({ customerId }) => ({ customerId, isOn })));
