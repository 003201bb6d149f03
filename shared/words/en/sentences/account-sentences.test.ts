import { describe, expect, it } from "vitest";

import type { Refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { refusalSentence, refusalText } from "#shared/words/refusal-text.ts";
import type { ShopAccount } from "#shared/domain/shop-account.ts";
import { defaultAuthorizationPolicy } from "#shared/domain/shop-account.ts";
import { changeAccount } from "#shared/engine/account-changes/change.ts";
import { createAccount } from "#shared/engine/account-changes/create.ts";
import type { AccountRefusalCode } from "#shared/engine/accounts/refusals.ts";
import { accountRefusalCodes } from "#shared/engine/accounts/refusals.ts";
import type { AccountRight } from "#shared/engine/accounts/rights.ts";
import { effectiveRights } from "#shared/engine/accounts/rights.ts";
import {
  accounts,
  authorizer,
  buyer,
  euros,
  limited,
  limitOf,
  manager,
  openShop,
  otherCompany,
  regular,
  subAccount,
  total,
  unknownPerson,
} from "#shared/engine/accounts/testing/company.ts";
import { authorizationFor } from "#shared/engine/planning/authorizers/authorizations.ts";
import { checkAuthorizers } from "#shared/engine/planning/authorizers/check-change.ts";
import { requestAuthorizers } from "#shared/engine/planning/authorizers/request-authorizers.ts";
import { closeQuote, convertQuote, placeQuote, quoteIsNotDecided } from "#shared/engine/quotes/quote.ts";
import { ada, bruno, max, orderWith, rita, stage, zoe } from "#shared/testing/fixtures/approval.ts";

import { accountSentences } from "./account-sentences.ts";

type AccountRefusal = Refusal<AccountRefusalCode>;

const error = (result: Result<unknown, AccountRefusal>): AccountRefusal => {
  if (result.ok) throw new Error("Allowed");
  return result.error;
};
const policy = defaultAuthorizationPolicy;
const closed = { ...openShop, mayViewAndOrder: false, showsPrices: false, showsStock: false };
const powerless = subAccount(rita, { mayOrder: false, maySeePrices: false, maySeeStock: false });
const right = (name: AccountRight, account: ShopAccount, settings = openShop) =>
  error(effectiveRights(account, settings)[name]);

const asMax = { kind: "shop-account", account: manager(max) } as const;
const administrator = { kind: "store-administrator" } as const;
const create = (account: ShopAccount, actor: Parameters<typeof createAccount>[0] = asMax) =>
  error(createAccount(actor, { loginKind: "business-customer", account }, { accounts, settings: openShop }));
const agent = { loginKind: "sales-agent", account: regular(zoe) } as const;
const withAuthorizer = (...people: Parameters<typeof limitOf>[1][]) =>
  subAccount(rita, limited(limitOf(euros(1), ...people)));

const waiting = orderWith([stage("one", [ada], { mode: "any" }, "authorizer")]);
const remove = (person: typeof ada, account: ShopAccount = buyer) =>
  checkAuthorizers(
    { before: authorizer(person), after: undefined },
    { accounts: accounts.map((each) => (each.id === account.id ? account : each)), orders: [waiting], policy },
  ) ?? { code: "may-not-order", args: {} };

const quoteOf = (result: ReturnType<typeof placeQuote>) => {
  if (!result.ok) throw new Error("Refused");
  return result.value;
};
const placed = quoteOf(placeQuote(buyer, openShop, "Q-1"));
const converted = quoteOf(convertQuote(placed, buyer, openShop, "SO-1"));

/** Each raised by the code that raises it in life. */
const refusals: AccountRefusal[] = [
  right("order", manager(max, { isActivated: false })),
  error(createAccount(administrator, agent, { accounts, settings: openShop })),
  create(manager(zoe)),
  create(subAccount(zoe), administrator),
  create(subAccount(zoe), { kind: "shop-account", account: regular(zoe) }),
  create(subAccount(zoe, { accountId: otherCompany })),
  error(
    changeAccount(
      administrator,
      { before: buyer, after: { ...buyer, accountId: otherCompany } },
      { accounts, orders: [], policy },
      openShop,
    ),
  ),
  right("order", buyer, closed),
  right("order", buyer, { ...openShop, onlineOrderPayments: "prepayment" }),
  right("order", powerless),
  right("see-prices", buyer, closed),
  right("see-prices", powerless),
  right("see-stock", buyer, closed),
  right("see-stock", powerless),
  right("authorize", buyer),
  create(withAuthorizer({ personId: unknownPerson, name: "?" })),
  create(withAuthorizer(rita)),
  error(requestAuthorizers({ buyer, amount: total(500_00), accounts: [], rates: [], policy })),
  remove(ada, withAuthorizer(ada, bruno)),
  remove(bruno),
  remove(ada),
  error(authorizationFor(regular(zoe), waiting)),
  error(convertQuote(placed, regular(zoe), openShop, "SO-1")),
  quoteIsNotDecided(placed),
  quoteIsNotDecided(converted),
  quoteIsNotDecided(quoteOf(closeQuote(placed, "expire"))),
];

const wholeSentence = /^\S.*[.]$/;
const placeholder = /\{\{/;

describe("the sentences about accounts, authorizers and quotes", () => {
  it("exist for every code, and every code is raised with the figures that its sentence names", () => {
    expect(refusals.map(({ code }) => code)).toEqual([...accountRefusalCodes]);
    expect(Object.keys(accountSentences).toSorted()).toEqual(accountRefusalCodes.toSorted());
    for (const refused of refusals) {
      const { happened, next } = accountSentences[refused.code];
      for (const text of [happened, next]) expect(text).toMatch(wholeSentence);
      expect(refusalText(refused)).not.toMatch(placeholder);
    }
  });

  it("S56 S60 say which orders and limits still need the authorizer, and what to do about them", () => {
    expect(refusalSentence(remove(ada)).happened).toBe(
      "Ada cannot be removed while orders wait for a decision (1: SO-1) and nobody else authorizes these limits (Rita 100.00 EUR).",
    );
  });

  it("S29 I23 say at which limit nobody may authorize", () => {
    const refused = error(requestAuthorizers({ buyer, amount: total(500_00), accounts: [], rates: [], policy }));
    expect(refusalSentence(refused).happened).toBe("Nobody may authorize orders of Rita above 100.00 EUR.");
  });
});
