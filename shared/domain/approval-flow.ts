import { z } from "zod";

import { commandIdSchema, deviceIdSchema, policyIdSchema, stageIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import type { Loose } from "./loose.ts";
import { amountSchema, moneySchema } from "./money.ts";
import { personReferenceSchema } from "./people.ts";

/** The role in which the candidates of a stage are asked. */
export const stageRoleSchema = z.enum([
  "cost-centre-manager",
  "approver",
  "authorizer",
  "account-manager",
  "reseller",
  "distributor",
]);
export type StageRole = z.infer<typeof stageRoleSchema>;

/** How many of the candidates must approve. One rejection always ends the flow. */
export const requirementSchema = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("any") }),
  z.strictObject({ mode: z.literal("all") }),
  z.strictObject({ mode: z.literal("n-of-m"), n: z.int().min(1).max(100) }),
]);
export type Requirement = z.infer<typeof requirementSchema>;

/** How often a budget starts again; `fixed` never does. */
export const budgetPeriodSchema = z.enum(["weekly", "monthly", "quarterly", "half-yearly", "yearly", "fixed"]);
export type BudgetPeriod = z.infer<typeof budgetPeriodSchema>;

/** The rule that asked for a stage, with the figures it saw. */
export const stageConditionSchema = z.discriminatedUnion("when", [
  z.strictObject({ when: z.literal("cost-centre"), costCentre: z.string().max(200) }),
  z.strictObject({ when: z.literal("spending-limit-exceeded"), limit: moneySchema, amount: moneySchema }),
  z.strictObject({ when: z.literal("recurring-order"), interval: z.string().max(32) }),
  z.strictObject({ when: z.literal("amount-unknown") }),
  z.strictObject({ when: z.literal("reseller-approval"), customer: z.string().max(200) }),
  z.strictObject({ when: z.literal("every-order") }),
  z.strictObject({
    when: z.literal("budget-exceeded"),
    owner: z.enum(["requester", "cost-centre"]),
    period: budgetPeriodSchema,
    budget: moneySchema,
    /** Spent in the period before this order. */
    spent: moneySchema,
    amount: moneySchema,
  }),
  z.strictObject({ when: z.literal("authorizer-limit-exceeded"), limit: moneySchema, amount: moneySchema }),
  z.strictObject({
    when: z.literal("credit-risk-group"),
    group: z.string().max(200),
    partner: z.string().max(200),
    /** What the order costs at this partner's own price level. */
    amount: amountSchema,
    /** Present when the member has a limit that the amount exceeds. */
    limit: moneySchema.exactOptional(),
  }),
  /** What a reader at another level gets instead of a rule's figures (A76). */
  z.strictObject({ when: z.literal("withheld"), organisation: z.string().max(200) }),
]);
export type StageCondition = z.infer<typeof stageConditionSchema>;

/** Somebody who may decide a stage: in their own right, for another during a date range, or by escalation. */
export const candidateSchema = z.strictObject({
  ...personReferenceSchema.shape,
  /** Present on a substitute. The person they stand in for stays a candidate and is informed. */
  delegation: z
    .strictObject({ delegator: personReferenceSchema, validFrom: instantSchema, validUntil: instantSchema })
    .exactOptional(),
  /** When this person was also asked, because the stage had waited too long. */
  escalatedAt: instantSchema.exactOptional(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** Who else to ask when a stage waits too long: a named person, or the people of the next step. */
export const escalationRuleSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("person"), afterHours: z.int().min(1).max(8_760), person: personReferenceSchema }),
  z.strictObject({ to: z.literal("next-stage"), afterHours: z.int().min(1).max(8_760) }),
]);
/** @internal */
export type EscalationRule = z.infer<typeof escalationRuleSchema>;

export const stageSchema = z.strictObject({
  id: stageIdSchema,
  /** Steps are asked one after the other; the stages of one step at the same time (I03, A88). */
  step: z.int().min(1),
  role: stageRoleSchema,
  requirement: requirementSchema,
  candidates: z.array(candidateSchema).min(1),
  condition: stageConditionSchema,
  escalation: escalationRuleSchema.exactOptional(),
});
export type Stage = z.infer<typeof stageSchema>;
export type LooseStage = Loose<typeof stageSchema>;

export const freeTextMaxLength = 2_000;

/** What a person wrote to explain a decision. */
export const freeTextSchema = z.string().trim().min(1).max(freeTextMaxLength);

/**
 * Where and when a decision was made. `receivedAt` is the server's; while it is missing, the decision waits on
 * the device. `madeAt` is the device's clock: shown, never trusted for order.
 */
const madeShape = {
  person: personReferenceSchema,
  deviceId: deviceIdSchema,
  madeAt: instantSchema,
  receivedAt: instantSchema.exactOptional(),
};

/** A decision that was taken back. */
export const reversalSchema = z.strictObject({
  commandId: commandIdSchema,
  reason: freeTextSchema.exactOptional(),
  ...madeShape,
});
export type Reversal = z.infer<typeof reversalSchema>;

export const decisionOutcomeSchema = z.enum(["approved", "rejected"]);
export type DecisionOutcome = z.infer<typeof decisionOutcomeSchema>;

export const decisionSchema = z.strictObject({
  /** The command that made it. */
  id: commandIdSchema,
  stageId: stageIdSchema,
  outcome: decisionOutcomeSchema,
  reason: freeTextSchema.exactOptional(),
  /** Whom a substitute stood in for; both are on record. */
  onBehalfOf: personReferenceSchema.exactOptional(),
  ...madeShape,
  /** Present once the decision was taken back; it then counts for nothing but stays on record. */
  reversal: reversalSchema.exactOptional(),
});
export type Decision = z.infer<typeof decisionSchema>;
export type LooseDecision = Loose<typeof decisionSchema>;

export const rejectionReasonRuleSchema = z.enum(["required", "optional", "none"]);
export const selfApprovalRuleSchema = z.enum(["forbidden", "allowed"]);
/** Whether a decision can be taken back: until the ERP has moved on (S48), or not at all. */
export const reversalRuleSchema = z.enum(["until-released", "never"]);

/** A remark on an order that decides nothing. */
export const commentSchema = z.strictObject({ id: commandIdSchema, text: freeTextSchema, ...madeShape });
export type Comment = z.infer<typeof commentSchema>;

/** The policy's settings when the order was submitted; a later change of the policy does not touch them. */
export const flowPolicySchema = z.strictObject({
  id: policyIdSchema,
  version: z.int().min(1),
  rejectionReason: rejectionReasonRuleSchema,
  selfApproval: selfApprovalRuleSchema,
  reversal: reversalRuleSchema,
});
export type FlowPolicy = z.infer<typeof flowPolicySchema>;

/** One order's run: its stages in order, and every decision ever made, in the order in which the server took them. */
export const approvalFlowSchema = z.strictObject({
  policy: flowPolicySchema,
  stages: z.array(stageSchema),
  decisions: z.array(decisionSchema),
  comments: z.array(commentSchema),
});
export type ApprovalFlow = z.infer<typeof approvalFlowSchema>;
