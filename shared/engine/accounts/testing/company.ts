import { organisationIdSchema, personIdSchema } from "#shared/domain/ids.ts";
import type { Amount, Money } from "#shared/domain/money.ts";
import { knownAmount, money } from "#shared/domain/money.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { AuthorizerLimit, ShopAccount, ShopSettings, SubAccount } from "#shared/domain/shop-account.ts";
import { ada, bruno, clara, max, rita, zoe } from "#shared/testing/fixtures/approval.ts";

const company = organisationIdSchema.parse("org-customer");
/** Another ERP customer. */
export const otherCompany = organisationIdSchema.parse("org-other");

const shape = ({ personId, name }: PersonReference) => ({
  id: personId,
  name,
  email: `${name.toLowerCase()}@example.com`,
  accountId: company,
  isActivated: true,
});

export const subAccount = (person: PersonReference, more: Partial<SubAccount> = {}): SubAccount => ({
  kind: "sub-account",
  ...shape(person),
  mayOrder: true,
  maySeePrices: true,
  maySeeStock: true,
  mayAuthorize: false,
  budget: { kind: "unlimited" },
  ...more,
});

export const authorizer = (person: PersonReference, more: Partial<SubAccount> = {}): SubAccount =>
  subAccount(person, { mayAuthorize: true, ...more });

export const manager = (person: PersonReference, more: { isActivated?: boolean } = {}): ShopAccount => ({
  kind: "account-manager",
  ...shape(person),
  ...more,
});

export const regular = (person: PersonReference): ShopAccount => ({ kind: "regular", ...shape(person) });

export const euros = (amountMinor: number): Money => money(amountMinor, "EUR");
export const total = (amountMinor: number): Amount => knownAmount(euros(amountMinor));

export const limitOf = (limit: Money, ...people: PersonReference[]): AuthorizerLimit => ({
  limit,
  authorizers: people.map(({ personId }) => personId),
});

export const limited = (...limits: AuthorizerLimit[]): Pick<SubAccount, "budget"> => ({
  budget: { kind: "limited", limits },
});

/** Everything is allowed; orders are paid on account. */
export const openShop: ShopSettings = {
  mayViewAndOrder: true,
  onlineOrderPayments: "full-amount-on-account",
  showsPrices: true,
  showsStock: true,
};

/** Max manages; Ada, Bruno and Clara authorize; Rita buys, above 100.00 EUR with Ada, above 1,000.00 EUR with Bruno. */
export const buyer = subAccount(rita, limited(limitOf(euros(100_00), ada), limitOf(euros(1_000_00), bruno)));
export const accounts: readonly ShopAccount[] = [
  manager(max),
  authorizer(ada),
  authorizer(bruno),
  authorizer(clara),
  buyer,
  regular(zoe),
];

/** The same accounts, with this one in place of the one it changes. */
export const withAccount = (changed: ShopAccount): ShopAccount[] =>
  accounts.map((account) => (account.id === changed.id ? changed : account));

export const unknownPerson = personIdSchema.parse("person-unknown");
