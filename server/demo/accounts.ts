import { money } from "@countersign/shared/domain/money.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import type { ShopAccount, SubAccount } from "@countersign/shared/domain/shop-account.ts";

import { people } from "./people.ts";

const common = ({ id, name, email, organisationId: accountId }: Person) => ({
  id,
  name,
  email,
  accountId,
  isActivated: true,
});

const subAccount = (person: Person, rights: Pick<SubAccount, "mayOrder" | "mayAuthorize" | "budget">): ShopAccount => ({
  kind: "sub-account",
  ...common(person),
  maySeePrices: true,
  maySeeStock: true,
  ...rights,
});

const { matilda, jack, ruby, arlo, skye, banjo } = people;
const unlimited = { kind: "unlimited" } as const;
const authorizer = { mayOrder: true, mayAuthorize: true, budget: unlimited };

/** One company's accounts in the web store: a buyer has two limits, each with its own authorizers. */
export const accounts: readonly ShopAccount[] = [
  { kind: "account-manager", ...common(arlo) },
  subAccount(matilda, authorizer),
  subAccount(jack, authorizer),
  subAccount(ruby, authorizer),
  subAccount(skye, {
    mayOrder: true,
    mayAuthorize: false,
    budget: {
      kind: "limited",
      limits: [
        { limit: money(1_500_00, "USD"), authorizers: [matilda.id, ruby.id] },
        { limit: money(8_000_00, "USD"), authorizers: [jack.id, arlo.id] },
      ],
    },
  }),
  // May only browse and place quotes.
  subAccount(banjo, { mayOrder: false, mayAuthorize: false, budget: unlimited }),
];
