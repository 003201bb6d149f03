import type { ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { knownAmount, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy, RuleCondition } from "@countersign/shared/domain/policy.ts";
import { defaultAuthorizationPolicy } from "@countersign/shared/domain/shop-account.ts";
import type { ShopAccount } from "@countersign/shared/domain/shop-account.ts";
import type { ChainPartner } from "@countersign/shared/engine/planning/credit-risk/chain.ts";
import type {
  AuthorizationContext,
  PlanContext,
  ResellerContext,
} from "@countersign/shared/engine/planning/plan-context.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import type { Parties } from "#server/records/orders/parties.ts";
import type { Seller } from "#server/records/orders/sellers.ts";
import { sellerApproversOf, partnerOf } from "#server/records/orders/sellers.ts";
import { accountsOf, findSetting } from "#server/records/settings/settings-store.ts";

import { pastOrdersFor } from "./past-orders.ts";

/** A new order, as far as its plan depends on the database. */
export interface PlanSubject {
  readonly parties: Parties;
  readonly policy: ApprovalPolicy;
  readonly placedAt: Instant;
  readonly levelAmounts: NonNullable<ParsedOrderRequest["levelAmounts"]>;
  /** The requester's shop account, if there is one. */
  readonly account: ShopAccount | undefined;
}

const sellersOf = ({ reseller, distributor }: Parties): Seller[] => [
  ...(reseller === undefined ? [] : [{ role: "reseller", organisation: reseller } as const]),
  ...(distributor === undefined ? [] : [{ role: "distributor", organisation: distributor } as const]),
];

const peopleOf = async (tx: Tx, { organisation }: Seller): Promise<Person[]> => {
  const rows = await tx
    .selectFrom("people")
    .select("document")
    .where("organisation_id", "=", organisation.id)
    .orderBy("id")
    .execute();
  return rows.map(({ document }) => document);
};

const partnersOf = async (
  tx: Tx,
  tenantId: string,
  { parties, levelAmounts }: PlanSubject,
): Promise<ChainPartner[]> => {
  const partners: ChainPartner[] = [];
  for (const seller of sellersOf(parties)) {
    const settings = await findSetting(tx, tenantId, "credit-risk", seller.organisation.id);
    const total = levelAmounts.find(({ role }) => role === seller.role)?.total;
    const amount = total === undefined ? unknownAmount : knownAmount(total);
    partners.push(partnerOf(seller, await peopleOf(tx, seller), { settings, amount }));
  }
  return partners;
};

const resellerOf = async (
  tx: Tx,
  tenantId: string,
  { parties: { reseller, customer } }: PlanSubject,
): Promise<ResellerContext | undefined> => {
  if (reseller === undefined) return undefined;
  const account = await findSetting(tx, tenantId, "reseller-account", reseller.id);
  if (account === undefined) return undefined;
  const seller: Seller = { role: "reseller", organisation: reseller };
  return {
    account,
    approval: await findSetting(tx, tenantId, "customer-approval", customer.id),
    approvers: sellerApproversOf(seller, await peopleOf(tx, seller)),
  };
};

const authorizationOf = async (
  tx: Tx,
  tenantId: string,
  { account: buyer }: PlanSubject,
): Promise<AuthorizationContext | undefined> => {
  if (buyer === undefined) return undefined;
  const policy = await findSetting(tx, tenantId, "authorization-policy", buyer.accountId);
  return {
    buyer,
    accounts: await accountsOf(tx, tenantId, buyer.accountId),
    policy: policy ?? defaultAuthorizationPolicy,
  };
};

const comparesMoney: readonly RuleCondition["when"][] = [
  "spending-limit-exceeded",
  "budget-exceeded",
  "authorizer-limit-exceeded",
  "credit-risk-group",
];

/**
 * What the plan of this order depends on besides the order and its policy, as stored in this transaction. Only what the
 * rules of the policy use is read.
 */
export const loadPlanContext = async (tx: Tx, tenantId: string, subject: PlanSubject): Promise<PlanContext> => {
  const { policy, parties, placedAt } = subject;
  const asks = (...wanted: RuleCondition["when"][]): boolean =>
    policy.rules.some(({ condition }) => wanted.includes(condition.when));
  const checks = policy.rules.flatMap(({ condition }) =>
    condition.when === "budget-exceeded"
      ? [{ budget: condition.budget, customerId: parties.customer.id, placedAt }]
      : [],
  );
  const rates = asks(...comparesMoney) ? await findSetting(tx, tenantId, "exchange-rates", tenantId) : undefined;
  const authorization = asks("authorizer-limit-exceeded") ? await authorizationOf(tx, tenantId, subject) : undefined;
  const reseller = asks("reseller-approval") ? await resellerOf(tx, tenantId, subject) : undefined;
  return {
    rates: rates ?? [],
    pastOrders: await pastOrdersFor(tx, tenantId, checks),
    partners: asks("credit-risk-group") ? await partnersOf(tx, tenantId, subject) : [],
    ...(authorization === undefined ? {} : { authorization }),
    ...(reseller === undefined ? {} : { reseller }),
  };
};
