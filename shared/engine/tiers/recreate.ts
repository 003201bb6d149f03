import type { IdSource } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { FulfillmentRequestId, TierActor, TierRequest, TierRequestId } from "#shared/domain/tier.ts";

import { findConfiguration, findRequest, waitingFor } from "./find.ts";
import type { TierCase } from "./may.ts";
import { mayAs } from "./may.ts";
import type { TierDocuments, TierResult } from "./outcome.ts";
import type { NewTier, Tier2 } from "./set-up.ts";
import { setUpTiers } from "./set-up.ts";

/** Tier 1 is created again together with its tier 2, so the relevant failed request is tier 1's. */
const requestToRecreate = (documents: TierDocuments, requestId: TierRequestId): TierResult<TierRequest> => {
  const waiting = waitingFor(documents, requestId)[0];
  return waiting === undefined ? findRequest(documents, requestId) : ok(waiting);
};

/**
 * Whether a failed first setup may be created again (T26): by the distributor, after tier 1 is rejected too (T38).
 * Refusals: `tier-request-unknown`, `tier-configuration-unknown`, `tier-role-not-allowed`, `tier-account-not-allowed`,
 * `tier-reject-first`, `tier-nothing-to-recreate`.
 */
export const mayRecreate = (
  documents: TierDocuments,
  actor: TierActor,
  requestId: TierRequestId,
): TierResult<TierCase> => {
  const found = requestToRecreate(documents, requestId);
  if (!found.ok) return found;
  const request = found.value;
  const configuration = findConfiguration(documents, request.configurationId);
  if (!configuration.ok) return configuration;
  const role = mayAs(actor, configuration.value, ["distributor"], "recreate");
  if (!role.ok) return role;
  const tier2 = documents.requests.find(({ id }) => id === request.tier2RequestId);
  if (request.status === "tiers_setup" && tier2?.status === "failed")
    return fail(refusal("tier-reject-first", { request: request.id }));
  if (request.status !== "failed" || configuration.value.isSetUp)
    return fail(refusal("tier-nothing-to-recreate", { request: request.id }));
  return ok({ request, configuration: configuration.value });
};

/** The tier above: known when it is set up or being set up, new again when its setup failed too. */
const tier2Of = (documents: TierDocuments, { configuration }: TierCase): Tier2 | undefined => {
  const above = documents.configurations.find(({ id }) => id === configuration.tier2ConfigurationId);
  if (above === undefined) return undefined;
  if (above.isSetUp || above.status === "processing") return { kind: "known", configurationId: above.id };
  const request = documents.requests.findLast(({ configurationId }) => configurationId === above.id);
  const tier: NewTier = { account: above.account, parameters: request?.parameters ?? above.parameters };
  return { kind: "new", tier };
};

export interface TierRecreation {
  readonly requestId: TierRequestId;
  /** The fulfillment request of the new order. */
  readonly fulfillmentRequestId: FulfillmentRequestId;
  /** The product's capabilities. */
  readonly capabilities: readonly string[];
  readonly at: Instant;
}

/**
 * Creates the configuration and its requests again after a failed first setup (T26), with new ids and the requested
 * values; the failed ones stay as they are. Refusals: those of {@link mayRecreate} and {@link setUpTiers}.
 */
export const recreateTiers = (
  documents: TierDocuments,
  actor: TierActor,
  { requestId, fulfillmentRequestId, capabilities, at }: TierRecreation,
  ids: IdSource,
): TierResult => {
  const permission = mayRecreate(documents, actor, requestId);
  if (!permission.ok) return permission;
  const { request, configuration } = permission.value;
  const { level, account, product, vendor, distributor } = configuration;
  const tier = { account, parameters: request.parameters };
  const common = { fulfillmentRequestId, product, vendor, distributor, capabilities, at, tier };
  const tier2 = tier2Of(documents, permission.value);
  return setUpTiers(
    documents,
    actor,
    level === 2 ? { ...common, level } : { ...common, level, ...(tier2 && { tier2 }) },
    ids,
  );
};
