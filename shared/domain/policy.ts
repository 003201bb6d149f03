import { z } from "zod";

import {
  escalationRuleSchema,
  rejectionReasonRuleSchema,
  requirementSchema,
  reversalRuleSchema,
  selfApprovalRuleSchema,
  stageRoleSchema,
} from "./approval-flow.ts";
import { budgetSchema, budgetSettingsSchema } from "./budget.ts";
import { organisationIdSchema, personIdSchema, policyIdSchema } from "./ids.ts";
import { defaultLimitComparison, limitComparisonSchema } from "./limit.ts";
import { moneySchema } from "./money.ts";
import { personReferenceSchema } from "./people.ts";

/** When a rule asks for a stage. */
export const ruleConditionSchema = z.discriminatedUnion("when", [
  /** I03: the order is assigned to this cost centre. */
  z.strictObject({ when: z.literal("cost-centre"), costCentreId: z.string().min(1).max(64) }),
  /** I04, S08: the gross total is strictly greater than the limit, for one requester or for all. */
  z.strictObject({
    when: z.literal("spending-limit-exceeded"),
    limit: moneySchema,
    requesterId: personIdSchema.exactOptional(),
  }),
  /** I17: the order recurs, whatever its amount. */
  z.strictObject({ when: z.literal("recurring-order") }),
  /** The order has no known total. */
  z.strictObject({ when: z.literal("amount-unknown") }),
  /** W02: the reseller approves its customers' orders. */
  z.strictObject({ when: z.literal("reseller-approval") }),
  /** I04, I25: together with what is already spent, the order is over this budget. */
  z.strictObject({ when: z.literal("budget-exceeded"), budget: budgetSchema, settings: budgetSettingsSchema }),
  /** S28-S31: the requester's sub-account has a limited budget; its authorizers are named there. */
  z.strictObject({ when: z.literal("authorizer-limit-exceeded") }),
  /** A70-A90: partners of the contract chain with a credit risk group of their own, all at the same time. */
  z.strictObject({ when: z.literal("credit-risk-group") }),
  z.strictObject({ when: z.literal("every-order") }),
]);
export type RuleCondition = z.infer<typeof ruleConditionSchema>;

export const approvalRuleSchema = z.strictObject({
  condition: ruleConditionSchema,
  role: stageRoleSchema,
  requirement: requirementSchema,
  /**
   * May become empty when people leave; planning then refuses instead of asking nobody (I23). Conditions that name
   * their own people (authorizers, partners) ask those instead.
   */
  candidates: z.array(personReferenceSchema),
  escalation: escalationRuleSchema.exactOptional(),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;

/** The default settings of a policy, for what the source systems disagree about. */
export const defaultPolicySettings = {
  rejectionReason: "required",
  selfApproval: "forbidden",
  reversal: "until-released",
  limitComparison: defaultLimitComparison,
} as const;

/** Who approves what for the orders of one customer: the rules in the order in which their stages are asked. */
export const approvalPolicySchema = z.strictObject({
  id: policyIdSchema,
  version: z.int().min(1),
  organisationId: organisationIdSchema,
  rejectionReason: rejectionReasonRuleSchema,
  selfApproval: selfApprovalRuleSchema,
  reversal: reversalRuleSchema,
  limitComparison: limitComparisonSchema,
  rules: z.array(approvalRuleSchema).max(200),
});
export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;
