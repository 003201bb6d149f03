import type {
  CreditRiskGroupId,
  CreditRiskMember,
  CreditRiskPolicyId,
  CreditRiskScope,
  CreditRiskSettings,
} from "#shared/domain/credit-risk.ts";
import { creditRiskGroupIdSchema, creditRiskPolicyIdSchema } from "#shared/domain/credit-risk.ts";
import { organisationIdSchema } from "#shared/domain/ids.ts";
import type { OrganisationReference } from "#shared/domain/organisation.ts";
import { ada, at } from "#shared/testing/fixtures/approval.ts";

import type { Changed, Edit } from "../change.ts";

export const groupId = (id: string): CreditRiskGroupId => creditRiskGroupIdSchema.parse(id);
export const policyId = (id: string): CreditRiskPolicyId => creditRiskPolicyIdSchema.parse(id);

const organisation = (name: string): OrganisationReference => ({
  organisationId: organisationIdSchema.parse(`org-${name.toLowerCase().replaceAll(" ", "-")}`),
  name,
});

export const distributor = organisation("Distributor A");
export const seller = organisation("Seller B");
export const customer = organisation("Customer B");
export const stranger = organisation("Stranger");

/** Ada, at noon. */
export const edit: Edit = { at: at(120), by: ada };

const everything: CreditRiskScope = { level: "all-vendors" };

export interface Sample {
  readonly members?: readonly Omit<CreditRiskMember, "groupId">[];
  readonly scopes?: readonly CreditRiskScope[];
  readonly isEnabled?: boolean;
}

/** An owner with one group, `standard`, which asks about everything unless told otherwise. */
export const settingsOf = (
  owner: OrganisationReference,
  { members = [], scopes = [everything], isEnabled = true }: Sample = {},
): CreditRiskSettings => ({
  owner,
  isEnabled,
  groups: [
    {
      id: groupId("standard"),
      name: "Standard",
      policies: scopes.map((scope, index) => ({ id: policyId(`policy-${index + 1}`), scope, createdAt: at(0) })),
      updatedAt: at(0),
      updatedBy: ada,
    },
  ],
  members: members.map((member) => ({ ...member, groupId: groupId("standard") })),
});

/** What a change led to; fails where it was refused. */
export const done = (change: Changed) => {
  if (!change.ok) throw new Error(`Refused: ${JSON.stringify(change.error)}`);
  return change.value;
};
