import { z } from "zod";

import { escalationRuleSchema } from "#shared/domain/approval-flow.ts";
import { organisationIdSchema, personIdSchema } from "#shared/domain/ids.ts";
import { personReferenceSchema } from "#shared/domain/people.ts";
import { approvalPolicySchema, approvalRuleSchema } from "#shared/domain/policy.ts";

import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** A person by their id; a name sent with it is not trusted. */
const namedPersonSchema = z.strictObject({
  personId: personIdSchema,
  name: personReferenceSchema.shape.name.exactOptional(),
});

const [toPersonSchema, toNextStageSchema] = escalationRuleSchema.options;

const escalationSchema = z.discriminatedUnion("to", [
  toPersonSchema.extend({ person: namedPersonSchema }),
  toNextStageSchema,
]);

/** `PUT /v1/organisations/:id/approval-policy`: the whole policy, and the version that it replaces. */
export const policyRequestSchema = named(
  "ApprovalPolicyRequest",
  approvalPolicySchema.omit({ id: true, organisationId: true, version: true }).extend({
    /** The version of the organisation's own policy that the caller saw; 0 if it had none. */
    version: z.int().min(0),
    rules: z
      .array(
        approvalRuleSchema.omit({ candidates: true, escalation: true }).extend({
          candidates: z.array(namedPersonSchema).max(100),
          escalation: escalationSchema.exactOptional(),
        }),
      )
      .max(200),
  }),
);
export type PolicyRequest = z.infer<typeof policyRequestSchema>;

/** The policy in force for an organisation: its own, or the nearest one above. */
export const policyAnswerSchema = named(
  "ApprovalPolicyAnswer",
  z.strictObject({ policy: approvalPolicySchema, isInherited: z.boolean() }),
);
export type PolicyAnswer = z.infer<typeof policyAnswerSchema>;

const params = z.strictObject({ id: organisationIdSchema });

/** Who approves what of a company's orders. */
export const policyOperations = operationsOf({
  readApprovalPolicy: {
    method: "GET",
    path: "/v1/organisations/:id/approval-policy",
    params,
    answer: policyAnswerSchema,
  },
  writeApprovalPolicy: {
    method: "PUT",
    path: "/v1/organisations/:id/approval-policy",
    params,
    body: policyRequestSchema,
    answer: policyAnswerSchema,
  },
  removeApprovalPolicy: {
    method: "DELETE",
    path: "/v1/organisations/:id/approval-policy",
    params,
    query: z.strictObject({ version: z.coerce.number().int().min(1) }),
    answer: policyAnswerSchema,
  },
});
