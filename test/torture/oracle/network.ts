import { money } from "@countersign/shared/domain/money.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";

import type { NetworkSeed } from "@countersign/server/demo/seed.ts";
import { groupOf } from "@countersign/server/testing/hybrid-order.ts";
import { idOf, testNetwork } from "@countersign/server/testing/network.ts";

const [bakery, ...others] = testNetwork.policies;
if (bakery === undefined) throw new Error("The test network has no policy");

const named = (...ids: readonly Person["id"][]) =>
  testNetwork.people.filter(({ id }) => ids.includes(id)).map(referenceTo);

const organisation = (key: string) => {
  const found = testNetwork.organisations.find(({ externalId }) => externalId === key);
  if (found === undefined) throw new Error(`There is no organisation ${key}`);
  return found.id;
};

/** The test network with every kind of audience: approvers, partners with figures of their own, a distributor alone. */
export const network: NetworkSeed = {
  ...testNetwork,
  policies: [
    {
      ...bakery,
      ...defaultPolicySettings,
      rules: [
        {
          condition: { when: "spending-limit-exceeded", limit: money(100_00, "EUR") },
          role: "approver",
          requirement: { mode: "any" },
          candidates: named(idOf("amy"), idOf("ben")),
        },
        { condition: { when: "credit-risk-group" }, role: "distributor", requirement: { mode: "any" }, candidates: [] },
      ],
    },
    ...others.filter(({ organisationId }) => organisationId !== organisation("press")),
  ],
  settings: [
    { kind: "credit-risk", ownerId: organisation("north"), document: groupOf("north", "bakery") },
    { kind: "credit-risk", ownerId: organisation("hub"), document: groupOf("hub", "bakery") },
  ],
};
