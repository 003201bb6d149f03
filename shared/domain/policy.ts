import { z } from "zod";

import {
  escalationRuleSchema,
  rejectionReasonRuleSchema,
  requirementSchema,
  reversalRuleSchema,
  selfApprovalRuleSchema,
  stageRoleSchema,
} from "./approval-flow.ts";
import { organisationIdSchema, personIdSchema, policyIdSchema } from "./ids.ts";
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
  z.strictObject({ when: z.literal("every-order") }),
]);
export type RuleCondition = z.infer<typeof ruleConditionSchema>;

export const approvalRuleSchema = z.strictObject({
  condition: ruleConditionSchema,
  role: stageRoleSchema,
  requirement: requirementSchema,
  /** May become empty when people leave; planning then refuses instead of asking nobody (I23). */
  candidates: z.array(personReferenceSchema),
  escalation: escalationRuleSchema.exactOptional(),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;

/** When an amount is over a limit: above it, or already at it. */
export const limitComparisonSchema = z.enum(["exceeds", "reaches"]);

/** What the systems disagree about, settled: the conduct of a policy that says nothing else. */
export const defaultConduct = {
  rejectionReason: "required",
  selfApproval: "forbidden",
  reversal: "until-released",
  limitComparison: "exceeds",
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
