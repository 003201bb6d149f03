import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Person } from "@countersign/shared/domain/people.ts";

import type { Product } from "./catalogue.ts";
import { hardware, metered, services, software, supplies } from "./catalogue.ts";
import type { CostCentre } from "./cost-centres.ts";
import { costCentres } from "./cost-centres.ts";
import { organisations } from "./organisations.ts";
import { people } from "./people.ts";

/** What a kind of order has in common: who buys, what, for about how much. */
export interface OrderKind {
  readonly customer: Organisation;
  readonly requesters: readonly Person[];
  readonly products: readonly Product[];
  /** The range in major units of the customer's currency, tax included; without it the lines have no prices. */
  readonly gross?: readonly [from: number, to: number];
  readonly costCentre?: CostCentre;
  readonly isRecurring?: true;
  /** Changes an existing subscription of the customer. */
  readonly isChange?: true;
}

const goods = [...hardware, ...supplies];
const everything = [...goods, ...software, ...services];
const o = organisations;
const p = people;

const marigold = { customer: o.marigold, requesters: [p.lena, p.otis], products: everything };
const pinecone = { customer: o.pinecone, requesters: [p.ida], products: everything };
const blueheron = { customer: o.blueheron, requesters: [p.una], products: everything };
const thistledown = { customer: o.thistledown, requesters: [p.hugo], products: everything };
const quokka = { customer: o.quokka, requesters: [p.skye], products: goods };
const juniper = { customer: o.juniper, requesters: [p.ivo], products: everything };
const duneLantern = { customer: o.duneLantern, requesters: [p.yusuf], products: everything };
const oliveCourt = { customer: o.oliveCourt, requesters: [p.samir], products: everything };
const hoshizora = { customer: o.hoshizora, requesters: [p.aoi], products: everything };
const wrenWalnut = { customer: o.wrenWalnut, requesters: [p.lotte], products: goods };
const glacierFern = { customer: o.glacierFern, requesters: [p.saga], products: software };

/** The bounds stay clear of the policies' limits, so that every order of a kind takes the same course. */
export const orderKinds = {
  bakerySupplies: { ...marigold, products: supplies, gross: [20, 220] },
  bakeryOrder: { ...marigold, gross: [320, 8_500] },
  bakeryOrderByApprover: { ...marigold, requesters: [p.bruno], gross: [320, 4_000] },
  bakeryBranch: { ...marigold, gross: [12_000, 45_000] },
  bakeryOvens: { ...marigold, products: goods, gross: [400, 8_000], costCentre: costCentres.ovens },
  bakeryShopFloor: { ...marigold, products: supplies, gross: [30, 210], costCentre: costCentres.shops },
  bakeryMetered: { ...marigold, products: metered },
  pressSubscription: { ...pinecone, products: software, gross: [60, 1_600], isRecurring: true },
  pressSubscriptionChange: { ...pinecone, products: software, gross: [200, 1_700], isRecurring: true, isChange: true },
  pressOrder: { ...pinecone, requesters: [p.toby], gross: [2_500, 12_000] },
  pressHouse: { ...pinecone, requesters: [p.toby], gross: [18_000, 60_000] },
  pressMachines: { ...pinecone, products: goods, gross: [900, 6_500], costCentre: costCentres.presses },
  ferryOrder: { ...blueheron, gross: [120, 20_000] },
  ferryFleet: { ...blueheron, products: goods, gross: [900, 26_000], costCentre: costCentres.fleet },
  theatreOrder: { ...thistledown, gross: [60, 6_000] },
  theatreSeason: { ...thistledown, products: software, gross: [80, 2_400], isRecurring: true },
  outfitterSupplies: { ...quokka, products: supplies, gross: [40, 1_200] },
  outfitterOrder: { ...quokka, gross: [1_800, 6_800] },
  outfitterStore: { ...quokka, gross: [9_500, 32_000] },
  railOrder: { ...juniper, gross: [7_000, 40_000] },
  railSpares: { ...juniper, products: goods, gross: [3_900, 5_000] },
  railSupplies: { ...juniper, products: supplies, gross: [60, 900] },
  hotelOrder: { ...duneLantern, gross: [40, 420] },
  hotelWing: { ...duneLantern, gross: [620, 8_000] },
  clinicMetered: { ...oliveCourt, products: metered },
  clinicWard: { ...oliveCourt, gross: [400, 30_000], costCentre: costCentres.wards },
  observatoryOrder: { ...hoshizora, gross: [180_000, 1_700_000] },
  observatoryDome: { ...hoshizora, gross: [2_400_000, 9_800_000] },
  workshopSupplies: { ...wrenWalnut, products: supplies, gross: [40, 850] },
  workshopOrder: { ...wrenWalnut, gross: [1_250, 4_300] },
  workshopMachines: { ...wrenWalnut, gross: [6_200, 28_000] },
  nurserySeats: { ...glacierFern, gross: [900, 15_000], isRecurring: true, isChange: true },
  nurseryGreenhouse: { ...glacierFern, products: everything, gross: [25_000, 180_000] },
} as const satisfies Record<string, OrderKind>;
