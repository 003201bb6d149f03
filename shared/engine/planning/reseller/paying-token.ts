import type { Instant } from "#shared/domain/instant.ts";
import type { PaymentToken, TokenState } from "#shared/domain/payment-token.ts";
import { tokenState } from "#shared/domain/payment-token.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { PaymentGateway, ResellerAccount } from "#shared/domain/reseller-account.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

/** Why no token can be charged. */
export type TokenGap = "gateway-without-tokens" | "no-token" | Exclude<TokenState, "valid">;

type TokenRefusal = Refusal<"payment-method-unsupported">;

const noToken = (cause: TokenGap): Result<never, TokenRefusal> =>
  fail(refusal("payment-method-unsupported", { cause }));

/** The cause that is closest to a valid token, whatever the order of the tokens. */
const gaps = ["expired", "without-expiry", "inactive"] as const satisfies readonly TokenGap[];

/**
 * The first token of the account that `gateway` can charge at `at`, or `payment-method-unsupported` with its cause
 * ({@link TokenGap}): W08, W25, W28.
 */
export const payingToken = (
  gateway: PaymentGateway,
  { tokens, timeZone }: Pick<ResellerAccount, "tokens" | "timeZone">,
  at: Instant,
): Result<PaymentToken, TokenRefusal> => {
  if (!gateway.hasTokens) return noToken("gateway-without-tokens");
  const standings = new Map<TokenState, PaymentToken>();
  for (const token of tokens) {
    if (token.gateway !== gateway.name) continue;
    const standing = tokenState(token, at, timeZone);
    if (!standings.has(standing)) standings.set(standing, token);
  }
  const valid = standings.get("valid");
  return valid === undefined ? noToken(gaps.find((gap) => standings.has(gap)) ?? "no-token") : ok(valid);
};

/**
 * Whether the reseller can approve orders at all, for a hint before the attempt (W08): by card only with a token that
 * pays, which is then the value; by cash or deposit always. An accepted order goes through this check, too (W17).
 */
export const mayResellerApprove = (
  account: ResellerAccount,
  at: Instant,
): Result<PaymentToken | undefined, TokenRefusal> =>
  account.payment.method === "credit-card" ? payingToken(account.payment.gateway, account, at) : ok(undefined);
