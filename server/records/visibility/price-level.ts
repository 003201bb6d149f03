import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { LevelAmount } from "@countersign/shared/domain/level-amount.ts";
import { knownAmount, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

type Level = LevelAmount["role"];
type Chain = Pick<Order, "customer" | "reseller" | "distributor">;

/** The organisations that know what the customer pays: the customer, and whoever sells to it. */
export const knowSalePrice = ({ customer, reseller, distributor }: Chain): OrganisationId[] =>
  [customer, reseller ?? distributor].flatMap((one) => (one === undefined ? [] : [one.organisationId]));

/** Whether all people of the organisation may read what the customer of this chain pays (A76). */
export const isSalePriceFor = (chain: Chain, organisationId: OrganisationId): boolean =>
  chain.reseller === undefined || knowSalePrice(chain).includes(organisationId);

/**
 * Whether this person may read what the customer pays (A76): of one of those organisations, by having placed the order,
 * or by being asked about it at another level than the distributor's.
 */
export const seesSalePrice = (order: Order, { id, organisationId }: Pick<Person, "id" | "organisationId">): boolean =>
  isSalePriceFor(order, organisationId) ||
  order.requester.personId === id ||
  order.flow.stages.some(
    ({ role, candidates }) => role !== "distributor" && candidates.some(({ personId }) => personId === id),
  );

/** The level at which this person's organisation sells the order; nothing for whoever does not sell it. */
export const ownLevelOf = (
  { reseller, distributor }: Order,
  { organisationId }: Pick<Person, "organisationId">,
): Level | undefined => {
  if (organisationId === reseller?.organisationId) return "reseller";
  return organisationId === distributor?.organisationId ? "distributor" : undefined;
};

/** The order with the prices of one level in the place of the customer's; what nobody named there is unknown. */
export const atLevel = <Priced extends Pick<Order, "lines" | "totals" | "levelAmounts">>(
  order: Priced,
  level: Level | undefined,
): Priced => {
  const amounts = order.levelAmounts?.find(({ role }) => role === level);
  return {
    ...order,
    lines: order.lines.map((line, index) => {
      const total = amounts?.lines?.[index];
      return { ...line, unitPrice: unknownAmount, total: total === undefined ? unknownAmount : knownAmount(total) };
    }),
    totals: {
      net: unknownAmount,
      shipping: unknownAmount,
      tax: unknownAmount,
      gross: amounts === undefined ? unknownAmount : knownAmount(amounts.total),
    },
  };
};
