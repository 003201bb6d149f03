import type { OrderEnding } from "./endings.ts";
import type { OrderKind } from "./order-kinds.ts";
import { orderKinds } from "./order-kinds.ts";
import { seededRandom } from "./random.ts";

/** A planned order: its kind and how far it gets. */
export interface OrderPlan {
  readonly kind: OrderKind;
  readonly ending: OrderEnding;
}

const times = (count: number, kind: OrderKind, ending: OrderEnding): OrderPlan[] =>
  Array.from({ length: count }, () => ({ kind, ending }));

/** How many orders of each kind, out of about a hundred; slightly less than half of them wait for a decision. */
const composition: readonly OrderPlan[] = [
  ...times(5, orderKinds.bakeryOrder, "open"),
  ...times(5, orderKinds.bakeryOvens, "open"),
  ...times(2, orderKinds.bakeryOvens, "last-stage-open"),
  ...times(1, orderKinds.bakeryShopFloor, "open"),
  ...times(6, orderKinds.bakeryBranch, "last-stage-open"),
  ...times(1, orderKinds.bakeryMetered, "last-stage-open"),
  ...times(1, orderKinds.bakeryOrder, "reopened"),
  ...times(3, orderKinds.pressSubscription, "open"),
  ...times(1, orderKinds.pressSubscriptionChange, "open"),
  ...times(2, orderKinds.pressOrder, "open"),
  ...times(1, orderKinds.pressOrder, "last-stage-open"),
  ...times(2, orderKinds.pressMachines, "open"),
  ...times(3, orderKinds.pressMachines, "last-stage-open"),
  ...times(1, orderKinds.ferryOrder, "open"),
  ...times(2, orderKinds.ferryOrder, "partly-approved"),
  ...times(1, orderKinds.ferryFleet, "open"),
  ...times(3, orderKinds.theatreOrder, "open"),
  ...times(1, orderKinds.theatreSeason, "open"),
  ...times(5, orderKinds.outfitterOrder, "open"),
  ...times(1, orderKinds.outfitterStore, "open"),
  ...times(2, orderKinds.outfitterStore, "last-stage-open"),
  ...times(2, orderKinds.railOrder, "open"),
  ...times(1, orderKinds.railOrder, "partly-approved"),
  ...times(1, orderKinds.railSpares, "open"),
  ...times(1, orderKinds.hotelOrder, "open"),
  ...times(1, orderKinds.hotelWing, "last-stage-open"),
  ...times(1, orderKinds.clinicMetered, "open"),
  ...times(1, orderKinds.clinicMetered, "last-stage-open"),
  ...times(2, orderKinds.observatoryOrder, "open"),
  ...times(2, orderKinds.observatoryDome, "last-stage-open"),
  ...times(2, orderKinds.workshopMachines, "last-stage-open"),
  ...times(1, orderKinds.nurserySeats, "open"),
  ...times(1, orderKinds.nurseryGreenhouse, "open"),

  ...times(3, orderKinds.bakerySupplies, "approved"),
  ...times(2, orderKinds.bakerySupplies, "posted"),
  ...times(2, orderKinds.outfitterSupplies, "released"),
  ...times(1, orderKinds.workshopSupplies, "approved"),

  ...times(4, orderKinds.bakeryOrder, "approved"),
  ...times(2, orderKinds.bakeryOrder, "released"),
  ...times(3, orderKinds.bakeryOrder, "posted"),
  ...times(1, orderKinds.bakeryOrderByApprover, "approved"),
  ...times(3, orderKinds.bakeryOrder, "rejected"),
  ...times(1, orderKinds.bakeryOrder, "rejected-then-approved"),
  ...times(1, orderKinds.bakeryOrder, "approved-then-rejected"),
  ...times(2, orderKinds.bakeryOvens, "approved"),
  ...times(1, orderKinds.bakeryOvens, "posted"),
  ...times(2, orderKinds.bakeryOvens, "rejected"),
  ...times(1, orderKinds.bakeryShopFloor, "posted"),
  ...times(1, orderKinds.bakeryBranch, "approved"),
  ...times(1, orderKinds.bakeryBranch, "rejected"),
  ...times(2, orderKinds.pressSubscription, "approved"),
  ...times(1, orderKinds.pressSubscription, "released"),
  ...times(1, orderKinds.pressSubscriptionChange, "posted"),
  ...times(1, orderKinds.pressSubscription, "rejected"),
  ...times(1, orderKinds.pressSubscription, "rejected-then-approved"),
  ...times(1, orderKinds.pressHouse, "approved"),
  ...times(2, orderKinds.pressMachines, "approved"),
  ...times(1, orderKinds.pressMachines, "posted"),
  ...times(1, orderKinds.pressMachines, "rejected"),
  ...times(1, orderKinds.pressOrder, "approved"),
  ...times(2, orderKinds.railSupplies, "posted"),
  ...times(1, orderKinds.railOrder, "approved"),
  ...times(1, orderKinds.railOrder, "rejected"),
  ...times(1, orderKinds.railSpares, "released"),
  ...times(1, orderKinds.outfitterOrder, "posted"),
  ...times(1, orderKinds.outfitterOrder, "rejected"),
  ...times(1, orderKinds.outfitterOrder, "approved-then-rejected"),
  ...times(1, orderKinds.outfitterStore, "approved"),
  ...times(1, orderKinds.theatreOrder, "posted"),
  ...times(1, orderKinds.theatreOrder, "rejected"),
  ...times(1, orderKinds.theatreSeason, "approved"),
  ...times(1, orderKinds.observatoryOrder, "approved"),
  ...times(1, orderKinds.observatoryDome, "rejected"),
  ...times(1, orderKinds.ferryOrder, "approved"),
  ...times(1, orderKinds.ferryOrder, "rejected"),
  ...times(1, orderKinds.ferryFleet, "posted"),
  ...times(1, orderKinds.hotelOrder, "released"),
  ...times(1, orderKinds.clinicMetered, "approved"),
  ...times(1, orderKinds.clinicWard, "posted"),
  ...times(1, orderKinds.workshopOrder, "rejected"),
  ...times(1, orderKinds.nurserySeats, "approved"),
];

/** An endless sequence of plans, like cards from a deck that is shuffled again for each round. */
export function* orderPlans(seed: number): Generator<OrderPlan, never> {
  const random = seededRandom(seed);
  for (;;) yield* random.shuffled(composition);
}
