import { problemSchema } from "#shared/contract/protocol.ts";
import { commandSchema } from "#shared/domain/command.ts";
import { delegationSchema } from "#shared/domain/delegation.ts";
import { historyEntrySchema } from "#shared/domain/history.ts";
import { amountSchema, moneySchema } from "#shared/domain/money.ts";
import { orderSchema } from "#shared/domain/order.ts";
import { organisationReferenceSchema, organisationSchema } from "#shared/domain/organisation.ts";
import { personReferenceSchema, personSchema } from "#shared/domain/people.ts";
import { approvalPolicySchema } from "#shared/domain/policy.ts";
import { shopAccountSchema } from "#shared/domain/shop-account.ts";

import { named } from "./named.ts";

/** Parts that the requests and answers of several areas share, named as in the glossary. */
export const apiDocuments = {
  amount: named("Amount", amountSchema),
  approvalPolicy: named("ApprovalPolicy", approvalPolicySchema),
  command: named("Command", commandSchema),
  delegation: named("Delegation", delegationSchema),
  historyEntry: named("HistoryEntry", historyEntrySchema),
  money: named("Money", moneySchema),
  order: named("Order", orderSchema),
  organisation: named("Organisation", organisationSchema),
  organisationReference: named("OrganisationReference", organisationReferenceSchema),
  person: named("Person", personSchema),
  personReference: named("PersonReference", personReferenceSchema),
  problem: named("Problem", problemSchema),
  shopAccount: named("ShopAccount", shopAccountSchema),
} as const;
