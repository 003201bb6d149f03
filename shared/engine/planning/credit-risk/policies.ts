import type {
  CreditRiskGroupId,
  CreditRiskPolicy,
  CreditRiskPolicyId,
  CreditRiskScope,
  CreditRiskSettings,
} from "#shared/domain/credit-risk.ts";
import { controlLevels } from "#shared/domain/credit-risk.ts";
import type { OrderLine } from "#shared/domain/order.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { assertNever, fail } from "#shared/domain/result.ts";

import type { Changed, Edit } from "./change.ts";
import { changed, groupToChange, touch } from "./change.ts";

/** The parts of an order line that a policy looks at. */
export type ScopedLine = Pick<OrderLine, "product" | "sku" | "vendor">;

/**
 * Whether the policy covers this line (A63-A65). A line without a vendor matches no specific vendor; an offer is
 * identified by its SKU, or by its name if the shop gives no SKU.
 */
const covers = (scope: CreditRiskScope, { product, sku, vendor }: ScopedLine): boolean => {
  switch (scope.level) {
    case "all-vendors":
      return true;
    case "vendor":
      return vendor === scope.vendor;
    case "offers":
      return vendor === scope.vendor && scope.offers.includes(sku ?? product);
    default:
      return assertNever(scope);
  }
};

/** Whether one of the policies covers the line: they are alternatives (A65). Without a policy nothing is in scope. */
export const isInScope = (policies: readonly CreditRiskPolicy[], line: ScopedLine): boolean =>
  policies.some(({ scope }) => covers(scope, line));

const levelOf = ({ scope }: CreditRiskPolicy): number => controlLevels.indexOf(scope.level);

/**
 * The policies from the widest control level to the narrowest (A44); those of one level stay in their order.
 * @awaited the scope tab of a credit risk group (A44)
 */
export const byControlLevel = (policies: readonly CreditRiskPolicy[]): CreditRiskPolicy[] =>
  policies.toSorted((left, right) => levelOf(left) - levelOf(right));

/**
 * The group with one more policy (A46, A47).
 * @awaited the scope tab of a credit risk group (A46, A47)
 */
export const addCreditRiskPolicy = (
  settings: CreditRiskSettings,
  groupId: CreditRiskGroupId,
  { id, scope }: Pick<CreditRiskPolicy, "id" | "scope">,
  edit: Edit,
): Changed => {
  const group = groupToChange(settings, groupId);
  if (!group.ok) return group;
  const { policies } = group.value;
  if (policies.some((policy) => policy.id === id)) return fail(refusal("scope-policy-exists"));
  return changed(touch(settings, [groupId], edit, { policies: [...policies, { id, scope, createdAt: edit.at }] }));
};

/**
 * The group without this policy.
 * @awaited the scope tab of a credit risk group
 */
export const removeCreditRiskPolicy = (
  settings: CreditRiskSettings,
  groupId: CreditRiskGroupId,
  id: CreditRiskPolicyId,
  edit: Edit,
): Changed => {
  const group = groupToChange(settings, groupId);
  if (!group.ok) return group;
  const policies = group.value.policies.filter((policy) => policy.id !== id);
  if (policies.length === group.value.policies.length) return fail(refusal("scope-policy-unknown"));
  return changed(touch(settings, [groupId], edit, { policies }));
};
