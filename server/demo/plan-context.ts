import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { LevelAmount } from "@countersign/shared/domain/level-amount.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import { knownAmount, multiplyMoney } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { defaultAuthorizationPolicy } from "@countersign/shared/domain/shop-account.ts";
import type {
  AuthorizationContext,
  OrderFacts,
  PlanContext,
  ResellerContext,
} from "@countersign/shared/engine/planning/plan-context.ts";

import type { Seller, SellerRole } from "#server/records/orders/sellers.ts";
import { sellerApproversOf, partnerOf } from "#server/records/orders/sellers.ts";

import { accounts } from "./accounts.ts";
import { chainAbove } from "./organisations.ts";
import { people } from "./people.ts";
import type { RunningBudgets } from "./running-budgets.ts";
import { creditRisk, customerApprovals, rates, resellerAccounts } from "./settings.ts";

const everybody = Object.values(people);
const accountOfReseller = new Map(resellerAccounts.map((account) => [account.resellerId, account]));
const approvalOf = new Map(customerApprovals.map((approval) => [approval.customerId, approval]));
const groupsOf = new Map(creditRisk.map((settings) => [settings.owner.organisationId, settings]));

/** The share of the customer's price that each level pays; rough and fixed, as margins are. */
const shareOf: Record<SellerRole, string> = { reseller: "0.93", distributor: "0.86" };

const atLevel = (gross: Amount, role: SellerRole): Amount => {
  if (!gross.known) return gross;
  const amount = multiplyMoney(gross.money, shareOf[role]);
  if (!amount.ok) throw new Error("The demo produced an impossible amount");
  return knownAmount(amount.value);
};

const sellerOf = (organisation: Organisation): Seller => ({
  role: organisation.kind === "distributor" ? "distributor" : "reseller",
  organisation,
});

/** Cached, because they never change. */
const sellersAbove = new Map<OrganisationId, readonly Seller[]>();

const sellersOf = (customer: Organisation): readonly Seller[] => {
  const known = sellersAbove.get(customer.id) ?? chainAbove(customer).map(sellerOf);
  sellersAbove.set(customer.id, known);
  return known;
};

/** What the order costs at each level of its chain, line by line; nothing if the customer's price is unknown. */
export const demoLevelAmounts = (
  customer: Organisation,
  { lines, totals: { gross } }: Pick<Order, "lines" | "totals">,
): LevelAmount[] =>
  sellersOf(customer).flatMap(({ role }) => {
    const total = atLevel(gross, role);
    if (!total.known) return [];
    const amounts = lines.flatMap((line) => {
      const amount = atLevel(line.total, role);
      return amount.known ? [amount.money] : [];
    });
    return [{ role, total: total.money, ...(amounts.length === lines.length ? { lines: amounts } : {}) }];
  });

const resellerContext = (customer: Organisation): ResellerContext | undefined => {
  const seller = sellersOf(customer).find(({ role }) => role === "reseller");
  const account = seller && accountOfReseller.get(seller.organisation.id);
  return account && { account, approval: approvalOf.get(customer.id), approvers: sellerApproversOf(seller, everybody) };
};

const authorizationContext = ({ requester }: OrderFacts): AuthorizationContext | undefined => {
  const buyer = accounts.find(({ id }) => id === requester.personId);
  return buyer && { buyer, accounts, policy: defaultAuthorizationPolicy };
};

/** The context in which the server would plan this customer's order, after all previous orders. */
export const demoContext = (order: OrderFacts, customer: Organisation, ledger: RunningBudgets): PlanContext => {
  const authorization = authorizationContext(order);
  const reseller = resellerContext(customer);
  return {
    rates,
    pastOrders: ledger.pastOrders(order),
    partners: sellersOf(customer).map((seller) =>
      partnerOf(seller, everybody, {
        settings: groupsOf.get(seller.organisation.id),
        amount: atLevel(order.totals.gross, seller.role),
      }),
    ),
    ...(authorization && { authorization }),
    ...(reseller && { reseller }),
  };
};
