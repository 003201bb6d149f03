import { z } from "zod";

import { instantSchema } from "./instant.ts";
import { moneySchema } from "./money.ts";
import { organisationReferenceSchema } from "./organisation.ts";
import { personReferenceSchema } from "./people.ts";
import { fieldCode } from "./field-codes.ts";
import type { FieldCode } from "./field-codes.ts";

const id = z.string().min(1).max(64);

export const creditRiskGroupIdSchema = id.brand<"CreditRiskGroupId">();
export type CreditRiskGroupId = z.infer<typeof creditRiskGroupIdSchema>;

export const creditRiskPolicyIdSchema = id.brand<"CreditRiskPolicyId">();
export type CreditRiskPolicyId = z.infer<typeof creditRiskPolicyIdSchema>;

/** The status of an organisation, as far as it matters for credit risk (A62). */
export const lifeCycleSchema = z.enum(["active", "suspended", "blocked"]);
export type LifeCycle = z.infer<typeof lifeCycleSchema>;

/** The control levels of a policy, from the widest to the narrowest (A44). */
export const controlLevels = ["all-vendors", "vendor", "offers"] as const;

const vendor = z.string().min(1).max(200);

/** What a policy covers (A63-A65): every vendor, one vendor with all its offers, or some offers of one vendor. */
export const creditRiskScopeSchema = z.discriminatedUnion("level", [
  z.strictObject({ level: z.literal("all-vendors") }),
  z.strictObject({ level: z.literal("vendor"), vendor }),
  z.strictObject({
    level: z.literal("offers"),
    vendor,
    /** The SKU of each offer, or its name if the shop gives no SKU. */
    offers: z.array(z.string().min(1).max(300)).min(1).max(1_000),
  }),
]);
export type CreditRiskScope = z.infer<typeof creditRiskScopeSchema>;

export const creditRiskPolicySchema = z.strictObject({
  id: creditRiskPolicyIdSchema,
  scope: creditRiskScopeSchema,
  createdAt: instantSchema,
});
export type CreditRiskPolicy = z.infer<typeof creditRiskPolicySchema>;

export const groupNameMaxLength = 200;

export const creditRiskGroupSchema = z.strictObject({
  id: creditRiskGroupIdSchema,
  name: z.string().trim().min(1).max(groupNameMaxLength),
  /** Several policies are alternatives: one that matches is enough (A65). */
  policies: z.array(creditRiskPolicySchema).max(1_000),
  updatedAt: instantSchema,
  updatedBy: personReferenceSchema,
});
export type CreditRiskGroup = z.infer<typeof creditRiskGroupSchema>;

/** A limit of a member, per order. */
const memberLimitSchema = moneySchema.refine(({ amountMinor }) => amountMinor >= 0, fieldCode("less-than-zero"));

/** An organisation in a group. Without a limit every order in scope needs approval (A82). */
export const creditRiskMemberSchema = z.strictObject({
  organisation: organisationReferenceSchema,
  groupId: creditRiskGroupIdSchema,
  limit: memberLimitSchema.exactOptional(),
});
export type CreditRiskMember = z.infer<typeof creditRiskMemberSchema>;

/** The key by which two names count as the same: case, outer spaces and the encoding of accents do not matter (A40). */
export const groupNameKey = (name: string): string => name.trim().normalize("NFC").toLowerCase();

/** The index of every value that occurred earlier in the list. */
const repeated = (values: readonly string[]): number[] =>
  values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));

/**
 * All credit risk groups of one owner. The primary group is one pointer, so that there is never a second one (A38);
 * an organisation is listed once, so that it is in at most one group of this owner (A59).
 */
export const creditRiskSettingsSchema = z
  .strictObject({
    owner: organisationReferenceSchema,
    /** If off, orders pass without this owner's approval, and the settings are kept (A04). */
    isEnabled: z.boolean(),
    groups: z.array(creditRiskGroupSchema).max(1_000),
    primaryGroupId: creditRiskGroupIdSchema.exactOptional(),
    members: z.array(creditRiskMemberSchema).max(20_000),
  })
  .superRefine(({ owner, groups, primaryGroupId, members }, context) => {
    const issue = (path: (string | number)[], message: FieldCode) =>
      context.addIssue({ code: "custom", path, message });
    const known = new Set<string>(groups.map((group) => group.id));
    for (const index of repeated(groups.map((group) => group.id))) issue(["groups", index, "id"], "id-taken");
    for (const index of repeated(groups.map(({ name }) => groupNameKey(name))))
      issue(["groups", index, "name"], "name-of-another-group");
    for (const [at, { policies }] of groups.entries())
      for (const index of repeated(policies.map((policy) => policy.id)))
        issue(["groups", at, "policies", index, "id"], "id-taken");
    if (primaryGroupId !== undefined && !known.has(primaryGroupId)) issue(["primaryGroupId"], "group-unknown");

    const seen = new Set<string>();
    for (const [index, { organisation, groupId }] of members.entries()) {
      const path = ["members", index];
      if (seen.has(organisation.organisationId)) issue([...path, "organisation"], "in-a-group-already");
      if (organisation.organisationId === owner.organisationId) issue([...path, "organisation"], "owner-itself");
      if (!known.has(groupId)) issue([...path, "groupId"], "group-unknown");
      seen.add(organisation.organisationId);
    }
  });
export type CreditRiskSettings = z.infer<typeof creditRiskSettingsSchema>;
