import { z } from "zod";

import { personIdSchema } from "#shared/domain/ids.ts";
import { anyInstantSchema } from "#shared/domain/instant.ts";

import { apiDocuments } from "./documents.ts";
import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

/** Who is away, who stands in, and from when until when, both included. */
export const delegationRequestSchema = named(
  "DelegationRequest",
  z.strictObject({
    /** The caller, unless an administrator names somebody of their own organisation. */
    delegator: personIdSchema.exactOptional(),
    substitute: personIdSchema,
    validFrom: anyInstantSchema,
    validUntil: anyInstantSchema,
  }),
);
export type DelegationRequest = z.output<typeof delegationRequestSchema>;

const delegations = named("Delegations", z.strictObject({ delegations: z.array(apiDocuments.delegation) }));

/** Arranging who stands in for whom. */
export const delegationOperations = operationsOf({
  planDelegation: {
    method: "POST",
    path: "/v1/delegations",
    body: delegationRequestSchema,
    statuses: [201],
    answer: apiDocuments.delegation,
  },
  readDelegations: { method: "GET", path: "/v1/delegations", answer: delegations },
  endDelegation: {
    method: "DELETE",
    path: "/v1/delegations/:id",
    params: z.strictObject({ id: z.string().min(1).max(64) }),
    statuses: [204],
    answer: z.null(),
  },
});
