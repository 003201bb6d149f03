import type { StageRole } from "#shared/domain/approval-flow.ts";
import type { CreditRiskGroup, CreditRiskMember, CreditRiskSettings } from "#shared/domain/credit-risk.ts";
import type { ExchangeRate } from "#shared/domain/exchange-rate.ts";
import { exceedsLimit } from "#shared/domain/limit.ts";
import type { Amount } from "#shared/domain/money.ts";
import type { OrganisationReference } from "#shared/domain/organisation.ts";
import type { PersonReference } from "#shared/domain/people.ts";

import type { StageRequest } from "../stage-request.ts";
import type { ScopedLine } from "./policies.ts";
import { isInScope } from "./policies.ts";

/** A seller of the contract chain, with what only it knows about the order. */
export interface ChainPartner {
  readonly role: Extract<StageRole, "reseller" | "distributor">;
  readonly organisation: OrganisationReference;
  /** Its own credit risk groups; missing when it has none. */
  readonly settings?: CreditRiskSettings;
  /** What the order costs at this partner's own price level (A76). No other level's amount is used. */
  readonly amount: Amount;
  /** The people who decide for the partner. One decision counts (A14). */
  readonly approvers: readonly PersonReference[];
}

/** An order on its way up the contract chain: the buyer, then the partners from the nearest upwards. */
export interface ChainOrder {
  /** The customer, or a seller that orders for itself (A08). */
  readonly buyer: OrganisationReference;
  readonly lines: readonly ScopedLine[];
  readonly partners: readonly ChainPartner[];
}

/** A member of a partner's group that the order concerns. */
export interface Concern {
  readonly member: CreditRiskMember;
  readonly group: CreditRiskGroup;
}

/**
 * The members of the partner's groups among the organisations below it in the chain, the nearest to the order first:
 * the buyer itself (A81), and sellers, whose membership governs their customers' orders (A74). None while the feature
 * is off (A04).
 */
export const concernsOf = ({ buyer, partners }: ChainOrder, { organisation, settings }: ChainPartner): Concern[] => {
  if (settings === undefined || !settings.isEnabled) return [];
  const chain = [buyer, ...partners.map((partner) => partner.organisation)].map(({ organisationId }) => organisationId);
  const below = chain.slice(0, Math.max(0, chain.lastIndexOf(organisation.organisationId)));
  return [...new Set(below)].flatMap((id) => {
    const member = settings.members.find(({ organisation }) => organisation.organisationId === id);
    const group = member && settings.groups.find((each) => each.id === member.groupId);
    return member && group ? [{ member, group }] : [];
  });
};

/** Whether this member's group asks: one line in scope (A65), and the limit, if there is one, exceeded (A82). */
const asks = (
  { lines }: ChainOrder,
  { member, group }: Concern,
  amount: Amount,
  rates: readonly ExchangeRate[],
): boolean =>
  lines.some((line) => isInScope(group.policies, line)) &&
  (member.limit === undefined || exceedsLimit(amount, member.limit, rates));

const requestOf = (partner: ChainPartner, { member, group }: Concern): StageRequest => ({
  role: partner.role,
  requirement: { mode: "any" },
  candidates: partner.approvers,
  condition: {
    when: "credit-risk-group",
    group: group.name,
    partner: partner.organisation.name,
    amount: partner.amount,
    ...(member.limit === undefined ? {} : { limit: member.limit }),
  },
});

/**
 * The stages that the contract chain asks for: one for each partner with a group that concerns the order, the nearest
 * first, each by the partner's own settings and price alone. They are asked in parallel (A88). One partner gives the
 * 1-tier or the 2-tier model, both give the hybrid (A70).
 *
 * `rates` bring an amount into the currency of a limit; without one for it, the partner is asked. Candidates may be
 * empty: the plan then refuses the order instead of asking nobody (I23).
 */
export const creditRiskRequests = (order: ChainOrder, rates: readonly ExchangeRate[] = []): StageRequest[] =>
  order.partners.flatMap((partner) => {
    const concern = concernsOf(order, partner).find((each) => asks(order, each, partner.amount, rates));
    return concern === undefined ? [] : [requestOf(partner, concern)];
  });
