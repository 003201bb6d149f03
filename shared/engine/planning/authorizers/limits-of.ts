import type { AuthorizerLimit, ShopAccount } from "#shared/domain/shop-account.ts";

/** Two limits of the same amount are one limit with the authorizers of both (S28, S31). */
const merged = (limits: readonly AuthorizerLimit[]): AuthorizerLimit[] => {
  const byAmount = new Map<string, AuthorizerLimit>();
  for (const { limit, authorizers } of limits) {
    const amount = `${limit.amountMinor} ${limit.currency}`;
    const known = byAmount.get(amount)?.authorizers ?? [];
    byAmount.set(amount, { limit, authorizers: [...new Set([...known, ...authorizers])] });
  }
  return [...byAmount.values()];
};

/** The limits of an account, one per amount; none if its budget is not limited or its role has no budget (S35). */
export const limitsOf = (account: ShopAccount | undefined): AuthorizerLimit[] =>
  account?.kind === "sub-account" && account.budget.kind === "limited" ? merged(account.budget.limits) : [];
