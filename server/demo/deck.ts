import type { Ending } from "./endings.ts";
import type { Kind } from "./kinds.ts";
import { kinds } from "./kinds.ts";
import { seededRandom } from "./random.ts";

/** One order to be: what it is and how far it came. */
export interface Card {
  readonly kind: Kind;
  readonly ending: Ending;
}

const times = (count: number, kind: Kind, ending: Ending): Card[] =>
  Array.from({ length: count }, () => ({ kind, ending }));

/** So many orders of each kind, out of about a hundred: a little less than half of them wait for somebody. */
const composition: readonly Card[] = [
  ...times(5, kinds.bakeryOrder, "open"),
  ...times(5, kinds.bakeryOvens, "open"),
  ...times(2, kinds.bakeryOvens, "last-stage-open"),
  ...times(1, kinds.bakeryShopFloor, "open"),
  ...times(6, kinds.bakeryBranch, "last-stage-open"),
  ...times(1, kinds.bakeryMetered, "last-stage-open"),
  ...times(1, kinds.bakeryOrder, "reopened"),
  ...times(3, kinds.pressSubscription, "open"),
  ...times(1, kinds.pressSubscriptionChange, "open"),
  ...times(2, kinds.pressOrder, "open"),
  ...times(1, kinds.pressOrder, "last-stage-open"),
  ...times(2, kinds.pressMachines, "open"),
  ...times(3, kinds.pressMachines, "last-stage-open"),
  ...times(1, kinds.ferryOrder, "open"),
  ...times(2, kinds.ferryOrder, "partly-approved"),
  ...times(1, kinds.ferryFleet, "open"),
  ...times(3, kinds.theatreOrder, "open"),
  ...times(1, kinds.theatreSeason, "open"),
  ...times(5, kinds.outfitterOrder, "open"),
  ...times(1, kinds.outfitterStore, "open"),
  ...times(2, kinds.outfitterStore, "last-stage-open"),
  ...times(2, kinds.railOrder, "open"),
  ...times(1, kinds.railOrder, "partly-approved"),
  ...times(1, kinds.railSpares, "open"),
  ...times(1, kinds.hotelOrder, "open"),
  ...times(1, kinds.hotelWing, "last-stage-open"),
  ...times(1, kinds.clinicMetered, "open"),
  ...times(1, kinds.clinicMetered, "last-stage-open"),
  ...times(2, kinds.observatoryOrder, "open"),
  ...times(2, kinds.observatoryDome, "last-stage-open"),
  ...times(2, kinds.workshopMachines, "last-stage-open"),
  ...times(1, kinds.nurserySeats, "open"),
  ...times(1, kinds.nurseryGreenhouse, "open"),

  ...times(3, kinds.bakerySupplies, "approved"),
  ...times(2, kinds.bakerySupplies, "posted"),
  ...times(2, kinds.outfitterSupplies, "released"),
  ...times(1, kinds.workshopSupplies, "approved"),

  ...times(4, kinds.bakeryOrder, "approved"),
  ...times(2, kinds.bakeryOrder, "released"),
  ...times(3, kinds.bakeryOrder, "posted"),
  ...times(1, kinds.bakeryOrderByApprover, "approved"),
  ...times(3, kinds.bakeryOrder, "rejected"),
  ...times(1, kinds.bakeryOrder, "rejected-then-approved"),
  ...times(1, kinds.bakeryOrder, "approved-then-rejected"),
  ...times(2, kinds.bakeryOvens, "approved"),
  ...times(1, kinds.bakeryOvens, "posted"),
  ...times(2, kinds.bakeryOvens, "rejected"),
  ...times(1, kinds.bakeryShopFloor, "posted"),
  ...times(1, kinds.bakeryBranch, "approved"),
  ...times(1, kinds.bakeryBranch, "rejected"),
  ...times(2, kinds.pressSubscription, "approved"),
  ...times(1, kinds.pressSubscription, "released"),
  ...times(1, kinds.pressSubscriptionChange, "posted"),
  ...times(1, kinds.pressSubscription, "rejected"),
  ...times(1, kinds.pressSubscription, "rejected-then-approved"),
  ...times(1, kinds.pressHouse, "approved"),
  ...times(2, kinds.pressMachines, "approved"),
  ...times(1, kinds.pressMachines, "posted"),
  ...times(1, kinds.pressMachines, "rejected"),
  ...times(1, kinds.pressOrder, "approved"),
  ...times(2, kinds.railSupplies, "posted"),
  ...times(1, kinds.railOrder, "approved"),
  ...times(1, kinds.railOrder, "rejected"),
  ...times(1, kinds.railSpares, "released"),
  ...times(1, kinds.outfitterOrder, "posted"),
  ...times(1, kinds.outfitterOrder, "rejected"),
  ...times(1, kinds.outfitterOrder, "approved-then-rejected"),
  ...times(1, kinds.outfitterStore, "approved"),
  ...times(1, kinds.theatreOrder, "posted"),
  ...times(1, kinds.theatreOrder, "rejected"),
  ...times(1, kinds.theatreSeason, "approved"),
  ...times(1, kinds.observatoryOrder, "approved"),
  ...times(1, kinds.observatoryDome, "rejected"),
  ...times(1, kinds.ferryOrder, "approved"),
  ...times(1, kinds.ferryOrder, "rejected"),
  ...times(1, kinds.ferryFleet, "posted"),
  ...times(1, kinds.hotelOrder, "released"),
  ...times(1, kinds.clinicMetered, "approved"),
  ...times(1, kinds.clinicWard, "posted"),
  ...times(1, kinds.workshopOrder, "rejected"),
  ...times(1, kinds.nurserySeats, "approved"),
];

/** The cards of one order after the other, without end; each round of the deck is shuffled anew. */
export function* dealtCards(seed: number): Generator<Card, never> {
  const random = seededRandom(seed);
  for (;;) yield* random.shuffled(composition);
}
