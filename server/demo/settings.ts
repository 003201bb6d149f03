import type {
  CreditRiskGroup,
  CreditRiskMember,
  CreditRiskScope,
  CreditRiskSettings,
} from "@countersign/shared/domain/credit-risk.ts";
import { creditRiskGroupIdSchema, creditRiskPolicyIdSchema } from "@countersign/shared/domain/credit-risk.ts";
import type { CreditLine, FulfilmentSettings } from "@countersign/shared/domain/fulfilment.ts";
import type { ExchangeRate } from "@countersign/shared/domain/exchange-rate.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Money } from "@countersign/shared/domain/money.ts";
import { money } from "@countersign/shared/domain/money.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import type { CustomerApproval, ResellerAccount } from "@countersign/shared/domain/reseller-account.ts";

import type { Setting } from "#server/records/settings/setting-kinds.ts";

import { accounts } from "./accounts.ts";
import { organisationReference, organisations } from "./organisations.ts";
import { people } from "./people.ts";

const { lanternfish, tidewind, saffronGate, blueheron, duneLantern, oliveCourt, juniper, wrenWalnut } = organisations;

const since = instantSchema.parse("2026-03-02T08:00:00.000Z");

const group = (owner: Organisation, name: string, ...scopes: CreditRiskScope[]): CreditRiskGroup => {
  const key = `${owner.id.replace("org-", "")}-${name.toLowerCase().replaceAll(" ", "-")}`;
  return {
    id: creditRiskGroupIdSchema.parse(key),
    name,
    policies: scopes.map((scope, index) => ({
      id: creditRiskPolicyIdSchema.parse(`${key}-${index + 1}`),
      scope,
      createdAt: since,
    })),
    updatedAt: since,
    updatedBy: referenceTo(owner.kind === "distributor" ? people.odette : people.duncan),
  };
};

const member = (organisation: Organisation, { id: groupId }: CreditRiskGroup, limit?: Money): CreditRiskMember => ({
  organisation: organisationReference(organisation),
  groupId,
  ...(limit === undefined ? {} : { limit }),
});

const everything: CreditRiskScope = { level: "all-vendors" };

const direct = group(lanternfish, "Direct customers", everything);
const travel = group(lanternfish, "Rail and travel", everything);
const gulf = group(
  lanternfish,
  "Gulf resellers",
  { level: "vendor", vendor: "Nimbus Harbour" },
  { level: "offers", vendor: "Tinderbox Instruments", offers: ["TB-GW9", "TB-CSM"] },
);
const rail = group(tidewind, "Rail operators", everything);

/** The distributor watches a direct customer and a reseller; both it and a reseller watch the same customer. */
export const creditRisk: readonly CreditRiskSettings[] = [
  {
    owner: organisationReference(lanternfish),
    isEnabled: true,
    groups: [direct, travel, gulf],
    primaryGroupId: direct.id,
    members: [
      member(wrenWalnut, direct, money(4_000_00, "CHF")),
      member(juniper, travel, money(3_000_00, "GBP")),
      member(saffronGate, gulf),
    ],
  },
  {
    owner: organisationReference(tidewind),
    isEnabled: true,
    groups: [rail],
    members: [member(juniper, rail, money(5_000_00, "GBP"))],
  },
];

const reseller = (
  { id: resellerId }: Organisation,
  rest: Pick<ResellerAccount, "payment" | "tokens" | "timeZone">,
) => ({
  resellerId,
  isActive: true,
  ...rest,
});

/** One pays by deposit and may switch each customer's approval; the other pays by card, which keeps it on for all. */
export const resellerAccounts: readonly ResellerAccount[] = [
  reseller(tidewind, { payment: { method: "deposit" }, tokens: [], timeZone: "Europe/London" }),
  reseller(saffronGate, {
    payment: { method: "credit-card", gateway: { name: "Paywell", hasTokens: true } },
    tokens: [{ id: "card-1", gateway: "Paywell", isActive: true, expiry: "2029-06" }],
    timeZone: "Asia/Kuwait",
  }),
];

/** Both switches are off; the second has no effect, because its reseller pays by card. */
export const customerApprovals: readonly CustomerApproval[] = [
  { customerId: blueheron.id, isOn: false },
  { customerId: duneLantern.id, isOn: false },
  { customerId: oliveCourt.id, isOn: true },
];

/**
 * One reseller has its orders executed by Countersign, a quarter of an hour after their approval: automatic items at once,
 * as far as its credit goes. No connector answers in a demo, so its people report what was provisioned.
 */
const execution: FulfilmentSettings = {
  graceMinutes: 15,
  manual: [{ vendor: "Tinderbox Instruments" }],
};

const creditLine: CreditLine = { currency: "GBP", limitMinor: 30_000_00, balanceOwedMinor: 4_250_00 };

const rate = (from: string, to: string, value: string): ExchangeRate => ({ from, to, rate: value });

export const rates: readonly ExchangeRate[] = [
  rate("EUR", "USD", "1.1"),
  rate("EUR", "GBP", "0.86"),
  rate("EUR", "CHF", "0.95"),
  rate("USD", "EUR", "0.909"),
  rate("USD", "GBP", "0.782"),
  rate("GBP", "EUR", "1.163"),
  rate("CHF", "EUR", "1.053"),
];

export const settingsOf = (tenantId: string): Setting[] => [
  { kind: "exchange-rates", ownerId: tenantId, document: [...rates] },
  ...accounts.map((document): Setting => ({ kind: "shop-account", ownerId: document.id, document })),
  ...resellerAccounts.map((document): Setting => ({
    kind: "reseller-account",
    ownerId: document.resellerId,
    document,
  })),
  ...customerApprovals.map((document): Setting => ({
    kind: "customer-approval",
    ownerId: document.customerId,
    document,
  })),
  { kind: "fulfilment", ownerId: tidewind.id, document: execution },
  { kind: "credit-line", ownerId: tidewind.id, document: creditLine },
  ...creditRisk.map((document): Setting => ({
    kind: "credit-risk",
    ownerId: document.owner.organisationId,
    document,
  })),
];
