import type { OrganisationId } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import type { ResellerAccount } from "#shared/domain/reseller-account.ts";

import { mayResellerApprove } from "./paying-token.ts";

/** A warning to the distributor's administrator that the reseller will not be able to approve orders, and why. */
export interface ActivationWarning {
  readonly type: "reseller-cannot-approve";
  readonly to: "distributor-admin";
  readonly resellerId: OrganisationId;
  readonly reason: Refusal<"payment-method-unsupported">;
}

/**
 * The activated account. A card reseller without a valid token is activated too, but never silently: the warnings go to
 * the distributor's administrator (W07).
 */
export const activateReseller = (
  account: ResellerAccount,
  at: Instant,
): { readonly account: ResellerAccount; readonly warnings: readonly ActivationWarning[] } => {
  const permission = mayResellerApprove(account, at);
  const warnings: ActivationWarning[] = permission.ok
    ? []
    : [
        {
          type: "reseller-cannot-approve",
          to: "distributor-admin",
          resellerId: account.resellerId,
          reason: permission.error,
        },
      ];
  return { account: { ...account, isActive: true }, warnings };
};
