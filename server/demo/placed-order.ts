import { v7 as uuidv7 } from "uuid";

import { minorUnitDigits } from "@countersign/shared/domain/currency.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import { millisOf } from "@countersign/shared/domain/instant.ts";
import type { Order, OrderLine } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";
import { withFlow } from "@countersign/shared/engine/approval/decide.ts";
import { planStages, flowPolicyOf } from "@countersign/shared/engine/planning/plan.ts";

import { asChange, meteredLines, pricedLines, totalsOf } from "./basket.ts";
import { hardware } from "./catalogue.ts";
import type { OrderKind } from "./order-kinds.ts";
import type { RunningBudgets } from "./running-budgets.ts";
import type { Market } from "./markets.ts";
import { marketOf, priceMinorIn } from "./markets.ts";
import { chainAbove, organisationReference } from "./organisations.ts";
import { demoContext, demoLevelAmounts } from "./plan-context.ts";
import type { Random } from "./random.ts";
import { recurrenceFrom, rhythms } from "./recurrences.ts";
import { notes } from "./texts.ts";

const linesOf = (random: Random, { products, gross, isChange }: OrderKind, market: Market): OrderLine[] => {
  if (gross === undefined) return meteredLines(random, products);
  const [from, to] = gross;
  // Small orders are more frequent than large ones: uniform on a logarithmic scale.
  const target = from * (to / from) ** random.next();
  const netMinor = (target * 10 ** minorUnitDigits(market.currency)) / (1 + Number(market.taxRate));
  const lines = pricedLines(random, products, market, netMinor);
  return isChange ? asChange(random, lines) : lines;
};

const isShipped = (lines: readonly OrderLine[]): boolean =>
  lines.some(({ sku }) => hardware.some((product) => product.sku === sku));

const chainOf = (customer: Organisation): Pick<Order, "reseller" | "distributor"> => {
  const chain = chainAbove(customer);
  const reseller = chain.find(({ kind }) => kind === "reseller");
  const distributor = chain.find(({ kind }) => kind === "distributor");
  return {
    ...(reseller && { reseller: organisationReference(reseller) }),
    ...(distributor && { distributor: organisationReference(distributor) }),
  };
};

/** The order as the shop sends it, with the stages required by the customer's policy and no decision yet. */
export const placedOrder = (
  random: Random,
  kind: OrderKind,
  policy: ApprovalPolicy,
  {
    number,
    placedAt,
    ledger,
  }: { readonly number: string; readonly placedAt: Instant; readonly ledger: RunningBudgets },
): Order => {
  const { customer, costCentre } = kind;
  const market = marketOf(customer);
  const lines = linesOf(random, kind, market);
  const shippingMinor = isShipped(lines) && random.chance(0.6) ? priceMinorIn(market, 14.9) : 0;
  const requester = referenceTo(random.pick(kind.requesters));
  const recurrence = kind.isRecurring && recurrenceFrom(placedAt, market.timeZone, random.pick(rhythms));
  const facts = {
    id: orderIdSchema.parse(uuidv7({ msecs: millisOf(placedAt), random: random.bytes(16), seq: 0 })),
    placedAt,
    lines,
    requester,
    customer: organisationReference(customer),
    totals: totalsOf(lines, market, shippingMinor),
    ...(costCentre && { costCentre }),
    ...(recurrence && { recurrence }),
  };
  const stages = planStages(facts, policy, demoContext(facts, customer, ledger));
  if (!stages.ok) throw new Error(`The demo placed an order that nobody may approve: ${JSON.stringify(stages.error)}`);

  const levelAmounts = demoLevelAmounts(customer, facts);
  const draft: Order = {
    number,
    revision: 0,
    status: "draft",
    erpStatus: "absent",
    ...facts,
    ...chainOf(customer),
    ...(levelAmounts.length > 0 && { levelAmounts }),
    ...(random.chance(0.25) && { note: random.pick(notes) }),
    flow: { policy: flowPolicyOf(policy), stages: [], decisions: [], comments: [] },
    source: { system: "demo" },
  };
  return withFlow(draft, { policy: flowPolicyOf(policy), stages: stages.value, decisions: [], comments: [] });
};
