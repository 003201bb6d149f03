import type { ChangePolicy, SubscriptionTerms } from "#shared/domain/subscription.ts";
import { defaultChangePolicy } from "#shared/domain/subscription.ts";

import type { Difference } from "./differences.ts";
import { differencesBetween } from "./differences.ts";

/** What happens to an approved subscription. */
export type SubscriptionStep =
  | { readonly step: "execute" | "pause" | "resume" | "deactivate" | "reactivate" }
  | { readonly step: "edit"; readonly terms: SubscriptionTerms }
  | { readonly step: "retry-provisioning"; readonly terms: SubscriptionTerms };

/** Whether approval is needed again, and why. */
export interface ApprovalAgain {
  readonly isNeeded: boolean;
  /** I21: any material edit creates a new version, even one that needs no approval. */
  readonly isNewVersion: boolean;
  /** The differences that need approval, each with its figures. */
  readonly asking: readonly Difference[];
  /** The differences that the policy lets pass. */
  readonly passing: readonly Difference[];
}

const judged = (asking: readonly Difference[], passing: readonly Difference[]): ApprovalAgain => ({
  isNeeded: asking.length > 0,
  isNewVersion: asking.length + passing.length > 0,
  asking,
  passing,
});

const asks = ({ direction }: Difference, policy: ChangePolicy): boolean =>
  direction === "higher" || policy[direction] === "asks";

/**
 * Whether a step of a subscription whose terms `approved` passed all stages needs approval again.
 * Executing, pausing, resuming, deactivating and reactivating never do (I14, I20, I21). An edit does when it leads to
 * more (A94), and otherwise as `policy` says. Provisioning what was approved once more does not; provisioning anything
 * else does, whatever the policy (A27).
 */
export const approvalAgain = (
  approved: SubscriptionTerms,
  step: SubscriptionStep,
  policy: ChangePolicy = defaultChangePolicy,
): ApprovalAgain => {
  switch (step.step) {
    case "edit": {
      const differences = differencesBetween(approved, step.terms);
      const asking = differences.filter((difference) => asks(difference, policy));
      return judged(
        asking,
        differences.filter((difference) => !asking.includes(difference)),
      );
    }
    case "retry-provisioning":
      return judged(differencesBetween(approved, step.terms), []);
    default:
      return judged([], []);
  }
};
