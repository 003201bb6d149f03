import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { LevelAmount } from "@countersign/shared/domain/level-amount.ts";
import { knownAmount, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

type Level = LevelAmount["role"];
type Chain = Pick<Order, "customer" | "reseller" | "distributor">;

/** The organisations that know what the customer pays: the customer and its seller. */
export const knowSalePrice = ({ customer, reseller, distributor }: Chain): OrganisationId[] =>
  [customer, reseller ?? distributor].flatMap((one) => (one === undefined ? [] : [one.organisationId]));

/** Whether all people of the organisation may read what the customer in this chain pays (A76). */
export const isSalePriceFor = (chain: Chain, organisationId: OrganisationId): boolean =>
  chain.reseller === undefined || knowSalePrice(chain).includes(organisationId);

/**
 * Whether this person may read what the customer pays (A76): as a member of one of those organisations, as the requester,
 * or by being asked at another level than the distributor's.
 */
export const seesSalePrice = (order: Order, { id, organisationId }: Pick<Person, "id" | "organisationId">): boolean =>
  isSalePriceFor(order, organisationId) ||
  order.requester.personId === id ||
  order.flow.stages.some(
    ({ role, candidates }) => role !== "distributor" && candidates.some(({ personId }) => personId === id),
  );

/** The level at which this person's organisation sells the order; nothing if it does not. */
export const ownLevelOf = (
  { reseller, distributor }: Order,
  { organisationId }: Pick<Person, "organisationId">,
): Level | undefined => {
  if (organisationId === reseller?.organisationId) return "reseller";
  return organisationId === distributor?.organisationId ? "distributor" : undefined;
};

/** The order with the prices of one level instead of the customer's; prices that nobody named are unknown. */
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
