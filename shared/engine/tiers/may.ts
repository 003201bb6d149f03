import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { TierActor, TierConfiguration, TierRequest, TierRequestId } from "#shared/domain/tier.ts";

import { isTerminal, nextState } from "../transitions.ts";
import { findConfiguration, findRequest } from "./find.ts";
import type { TierDocuments, TierResult } from "./outcome.ts";
import type { RequestEvent } from "./request-life-cycle.ts";
import { requestLifeCycle } from "./request-life-cycle.ts";

type Role = TierActor["role"];

/** What a person can do with an existing request. */
export const tierActions = ["validate", "discard", "approve", "reject", "inquire", "answer", "set-pending"] as const;
export type TierAction = (typeof tierActions)[number];

/** Who may do it, and the event of the request's life cycle. */
const actions: Record<TierAction, { readonly roles: readonly Role[]; readonly event: RequestEvent }> = {
  // T05: distributors validate.
  validate: { roles: ["distributor"], event: "validated" },
  discard: { roles: ["distributor"], event: "discarded" },
  // T03, T28: vendors approve.
  approve: { roles: ["vendor"], event: "approved" },
  // T33: vendors or distributors reject; T27 and T28 name the vendor among them.
  reject: { roles: ["vendor", "distributor"], event: "rejected" },
  // T29: vendors inquire.
  inquire: { roles: ["vendor"], event: "inquired" },
  // T17, T18: the contacts who got the form.
  answer: { roles: ["contact"], event: "answered" },
  // T20: by hand, on either side.
  "set-pending": { roles: ["vendor", "distributor"], event: "set-pending" },
};

const accountOf = ({
  vendor,
  distributor,
  account,
}: Pick<TierConfiguration, "vendor" | "distributor" | "account">) => ({
  vendor: vendor.id,
  distributor: distributor.id,
  contact: account.id,
});

/** Whether the actor has one of the roles, and acts for the company with that role in this configuration. */
export const mayAs = (
  actor: TierActor,
  parties: Pick<TierConfiguration, "vendor" | "distributor" | "account">,
  roles: readonly Role[],
  action: string,
): TierResult<Role> => {
  if (!roles.includes(actor.role))
    return fail(refusal("tier-role-not-allowed", { role: actor.role, action, allowed: roles.join(" or ") }));
  return accountOf(parties)[actor.role] === actor.accountId
    ? ok(actor.role)
    : fail(refusal("tier-account-not-allowed", { account: actor.accountId, role: actor.role }));
};

/** Why a waiting tier 1 cannot move on: its tier 2 is not processed yet (T21, T22), or has failed (T25, T38). */
const tier2Objection = (documents: TierDocuments, request: TierRequest): TierResult<TierRequest> => {
  const tier2 = documents.requests.find(({ id }) => id === request.tier2RequestId);
  if (tier2 === undefined || tier2.status === "approved") return ok(request);
  return fail(refusal(tier2.status === "failed" ? "tier-2-failed" : "tier-2-unprocessed", { request: tier2.id }));
};

const fits = (documents: TierDocuments, request: TierRequest, action: TierAction): TierResult<TierRequest> => {
  const { status } = request;
  if (isTerminal(requestLifeCycle, status)) return fail(refusal("tier-request-closed", { status }));
  const isPossible = nextState(requestLifeCycle, status, actions[action].event) !== undefined;
  const tier2 = tier2Objection(documents, request);
  if (!isPossible && status === "tiers_setup" && !tier2.ok) return tier2;
  if (!isPossible) return fail(refusal("tier-status-unfit", { action, status }));
  // A draft of tier 1 becomes real only after the draft of its tier 2: what waits must have something to wait for.
  const isTier2Draft = documents.requests.some(({ id, status }) => id === request.tier2RequestId && status === "draft");
  return action === "validate" && isTier2Draft ? tier2 : ok(request);
};

export interface TierCase {
  readonly request: TierRequest;
  readonly configuration: TierConfiguration;
}

/**
 * Whether the actor may do this with the request now. Refusals: `tier-request-unknown`, `tier-configuration-unknown`,
 * `tier-role-not-allowed`, `tier-account-not-allowed`, `tier-request-closed` (T32, T36), `tier-status-unfit`,
 * `tier-2-unprocessed` and `tier-2-failed`, which name the request of tier 2 (T22, T25, T38).
 */
export const mayAct = (
  documents: TierDocuments,
  actor: TierActor,
  requestId: TierRequestId,
  action: TierAction,
): TierResult<TierCase> => {
  const request = findRequest(documents, requestId);
  if (!request.ok) return request;
  const configuration = findConfiguration(documents, request.value.configurationId);
  if (!configuration.ok) return configuration;
  const role = mayAs(actor, configuration.value, actions[action].roles, action);
  if (!role.ok) return role;
  const fitting = fits(documents, request.value, action);
  return fitting.ok ? ok({ request: request.value, configuration: configuration.value }) : fitting;
};
