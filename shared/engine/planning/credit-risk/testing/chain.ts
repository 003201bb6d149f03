import { knownAmount, money } from "#shared/domain/money.ts";
import { ada, bruno, max } from "#shared/testing/fixtures/approval.ts";

import type { ChainOrder, ChainPartner } from "../chain.ts";
import type { Sample } from "./settings.ts";
import { customer, distributor, seller, settingsOf } from "./settings.ts";

export const euros = (amountMinor: number) => knownAmount(money(amountMinor, "EUR"));
export const limitOf = (amountMinor: number, currency = "EUR") => money(amountMinor, currency);

export const atSeller = (sample?: Sample, amount = euros(120_00)): ChainPartner => ({
  role: "reseller",
  organisation: seller,
  ...(sample && { settings: settingsOf(seller, sample) }),
  amount,
  approvers: [max],
});
export const atDistributor = (sample?: Sample, amount = euros(100_00)): ChainPartner => ({
  role: "distributor",
  organisation: distributor,
  ...(sample && { settings: settingsOf(distributor, sample) }),
  amount,
  approvers: [ada, bruno],
});
export const order = (partners: ChainPartner[], more: Partial<ChainOrder> = {}): ChainOrder => ({
  buyer: customer,
  lines: [{ product: "Office", vendor: "Microsoft", sku: "E3" }],
  partners,
  ...more,
});

export const withCustomer: Sample = { members: [{ organisation: customer }] };
export const withSeller: Sample = { members: [{ organisation: seller }] };
