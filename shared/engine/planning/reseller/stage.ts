import type { Order } from "#shared/domain/order.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { CustomerApproval, ResellerAccount } from "#shared/domain/reseller-account.ts";
import type { StageRequest } from "#shared/engine/planning/stage-request.ts";

import { approvalToggle } from "./approval-toggle.ts";

/**
 * The reseller's stage for an order of one of its customers (W02), or none when the customer's approval is off, or when
 * the reseller orders for itself (W62). `approval` is missing if the reseller never touched the customer's switch;
 * any one of `approvers` decides.
 */
export const resellerStageRequest = (
  { customer }: Pick<Order, "customer">,
  { resellerId, payment }: Pick<ResellerAccount, "resellerId" | "payment">,
  approval: CustomerApproval | undefined,
  approvers: readonly PersonReference[],
): StageRequest | undefined => {
  if (customer.organisationId === resellerId) return undefined;
  if (!approvalToggle(payment, approval).isApprovalRequired) return undefined;
  return {
    role: "reseller",
    requirement: { mode: "any" },
    candidates: approvers,
    condition: { when: "reseller-approval", customer: customer.name },
  };
};
