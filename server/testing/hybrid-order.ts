import { orderRequestSchema } from "@countersign/shared/contract/intake.ts";
import type { CreditRiskSettings } from "@countersign/shared/domain/credit-risk.ts";
import { creditRiskSettingsSchema } from "@countersign/shared/domain/credit-risk.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import type { Money } from "@countersign/shared/domain/money.ts";
import { knownAmount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { ApprovalPolicy } from "@countersign/shared/domain/policy.ts";
import { noContext } from "@countersign/shared/engine/planning/plan-context.ts";

import { composeOrder } from "#server/features/intake/compose-order.ts";
import { partnerOf } from "#server/records/orders/sellers.ts";

import { idOf, testNetwork } from "./network.ts";

const { people, policies } = testNetwork;
const organisation = (key: string): Organisation =>
  testNetwork.organisations.find(({ externalId }) => externalId === key)!;

const receivedAt = instantSchema.parse("2026-11-21T09:30:00.000Z");

/** A credit risk group of `owner` for everything, with this member and no limit. */
export const groupOf = (owner: string, member: string): CreditRiskSettings => {
  const { id: organisationId, name } = organisation(owner);
  const { id: memberId, name: memberName } = organisation(member);
  return creditRiskSettingsSchema.parse({
    owner: { organisationId, name },
    isEnabled: true,
    groups: [
      {
        id: `group-${owner}`,
        name: `Watched by ${owner}`,
        policies: [{ id: "everything", scope: { level: "all-vendors" }, createdAt: receivedAt }],
        updatedAt: receivedAt,
        updatedBy: { personId: "person-dora", name: "dora" },
      },
    ],
    members: [{ organisation: { organisationId: memberId, name: memberName }, groupId: `group-${owner}` }],
  });
};

const creditRiskPolicy: ApprovalPolicy = {
  ...policies[0]!,
  rules: [
    { condition: { when: "credit-risk-group" }, role: "distributor", requirement: { mode: "any" }, candidates: [] },
  ],
};

/** An order of the bakery that its reseller and the distributor approve in parallel, each at its own price. */
export const hybridOrder = (amounts: { readonly reseller: Money; readonly distributor: Money }): Order => {
  const customer = organisation("bakery");
  const reseller = organisation("north");
  const distributor = organisation("hub");
  const partners = [
    partnerOf({ role: "reseller", organisation: reseller }, people, {
      settings: groupOf("north", "bakery"),
      amount: knownAmount(amounts.reseller),
    }),
    partnerOf({ role: "distributor", organisation: distributor }, people, {
      settings: groupOf("hub", "bakery"),
      amount: knownAmount(amounts.distributor),
    }),
  ];
  const request = orderRequestSchema.parse({
    source: { system: "api" },
    requester: { email: "carl@bakery.example" },
    customer: { externalId: "bakery" },
    lines: [{ product: "Oven", quantity: "1" }],
  });
  const order = composeOrder(
    request,
    { requester: people.find(({ id }) => id === idOf("carl"))!, customer, reseller, distributor },
    {
      id: orderIdSchema.parse("order-1"),
      number: "1",
      policy: creditRiskPolicy,
      context: { ...noContext, partners },
      receivedAt,
    },
  );
  if (!order.ok) throw new Error("The order does not fit");
  return order.value;
};
