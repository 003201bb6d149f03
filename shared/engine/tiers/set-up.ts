import type { IdSource } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type {
  FulfillmentRequestId,
  TierActor,
  TierConfiguration,
  TierConfigurationId,
  TierLevel,
  TierRequestId,
} from "#shared/domain/tier.ts";

import { startsAsDraft } from "./dynamic-validation.ts";
import { findConfiguration } from "./find.ts";
import { mayAs } from "./may.ts";
import { putConfiguration, putFulfillment } from "./moves.ts";
import { addRequest, tier2RequestOf } from "./new-request.ts";
import type { TierDocuments, TierOutcome, TierResult } from "./outcome.ts";
import { unchanged } from "./outcome.ts";
import { withoutValues } from "./parameters.ts";

/** A reseller to be set up, and the product's parameters for its tier, with the values that came with the order. */
export type NewTier = Pick<TierConfiguration, "account" | "parameters">;

/** The tier above: set up with the same order, or known already. */
export type Tier2 =
  | { readonly kind: "new"; readonly tier: NewTier }
  | { readonly kind: "known"; readonly configurationId: TierConfigurationId };

/** What an order needs set up before it can be delivered: a tier 1 with or without its tier 2, or a tier 2 alone. */
export type TierSetup = Pick<TierConfiguration, "product" | "vendor" | "distributor"> & {
  readonly fulfillmentRequestId: FulfillmentRequestId;
  /** The product's capabilities. */
  readonly capabilities: readonly string[];
  readonly at: Instant;
  readonly tier: NewTier;
} & ({ readonly level: 1; readonly tier2?: Tier2 } | { readonly level: 2 });

/** A reseller has one configuration per product and level; one whose first setup failed may be set up again (T26). */
const mayBeNew = (documents: TierDocuments, setup: TierSetup, tier: NewTier, level: TierLevel): TierResult<NewTier> => {
  const others = documents.configurations.filter(
    (each) => each.account.id === tier.account.id && each.product.id === setup.product.id && each.level === level,
  );
  const busy = others.find(({ status }) => status !== "active");
  if (busy !== undefined) return fail(refusal("tier-configuration-busy", { configuration: busy.id }));
  const setUp = others.find(({ isSetUp }) => isSetUp);
  return setUp === undefined ? ok(tier) : fail(refusal("tier-already-set-up", { configuration: setUp.id }));
};

const mayBeTier2 = (documents: TierDocuments, setup: TierSetup, tier2: Tier2): TierResult<unknown> => {
  if (tier2.kind === "new") return mayBeNew(documents, setup, tier2.tier, 2);
  const known = findConfiguration(documents, tier2.configurationId);
  if (!known.ok) return known;
  const { id, status, isSetUp } = known.value;
  if (status === "draft") return fail(refusal("tier-configuration-busy", { configuration: id }));
  return status === "active" && !isSetUp ? fail(refusal("tier-setup-failed", { configuration: id })) : known;
};

interface Added {
  readonly outcome: TierOutcome;
  readonly configuration: TierConfiguration;
}

const addTier = (
  outcome: TierOutcome,
  setup: TierSetup,
  {
    tier,
    level,
    tier2ConfigurationId,
  }: { tier: NewTier; level: TierLevel; tier2ConfigurationId?: TierConfigurationId },
  ids: IdSource,
): Added => {
  const { product, vendor, distributor, at } = setup;
  const isDraft = startsAsDraft(setup.capabilities);
  const requestId = ids.next() as TierRequestId;
  const configuration: TierConfiguration = {
    id: ids.next() as TierConfigurationId,
    status: isDraft ? "draft" : "processing",
    level,
    account: tier.account,
    product,
    vendor,
    distributor,
    parameters: withoutValues(tier.parameters),
    openRequestId: requestId,
    ...(tier2ConfigurationId && { tier2ConfigurationId }),
    isSetUp: false,
  };
  const { id, status: to } = configuration;
  const event = { type: "configuration-moved" as const, id, to, at };
  const begun = putConfiguration({ ...outcome, events: [...outcome.events, event] }, configuration);
  const asked = { id: requestId, type: "setup" as const, configurationId: id, parameters: tier.parameters };
  return { outcome: addRequest(begun, configuration, asked, { isDraft, at }), configuration };
};

const tier2IdOf = (documents: TierDocuments, configuration: TierConfiguration): TierRequestId[] => {
  const tier2 = tier2RequestOf(documents, configuration);
  return tier2 === undefined ? [] : [tier2.id];
};

/**
 * Makes the configurations and setup requests that an order needs, processing (T01) or, with dynamic validation, as
 * drafts (T04, T12); tier 1 waits for its tier 2 (T21), and the fulfillment request for both.
 * Refusals: `tier-role-not-allowed`, `tier-account-not-allowed`, `tier-fulfillment-known`, `tier-already-set-up`,
 * `tier-configuration-busy`, `tier-configuration-unknown`, `tier-setup-failed`.
 */
export const setUpTiers = (documents: TierDocuments, actor: TierActor, setup: TierSetup, ids: IdSource): TierResult => {
  const role = mayAs(actor, { ...setup, account: setup.tier.account }, ["distributor"], "set-up");
  if (!role.ok) return role;
  const { fulfillmentRequestId: id, tier, level, at } = setup;
  if (documents.fulfillmentRequests.some((each) => each.id === id))
    return fail(refusal("tier-fulfillment-known", { fulfillment: id }));
  const fresh = mayBeNew(documents, setup, tier, level);
  if (!fresh.ok) return fresh;
  const tier2 = setup.level === 1 ? setup.tier2 : undefined;
  const fitting = tier2 === undefined ? ok(undefined) : mayBeTier2(documents, setup, tier2);
  if (!fitting.ok) return fitting;

  let outcome = unchanged(documents);
  let tier2ConfigurationId = tier2?.kind === "known" ? tier2.configurationId : undefined;
  if (tier2?.kind === "new") {
    const above = addTier(outcome, setup, { tier: tier2.tier, level: 2 }, ids);
    outcome = above.outcome;
    tier2ConfigurationId = above.configuration.id;
  }
  const added = addTier(outcome, setup, { tier, level, ...(tier2ConfigurationId && { tier2ConfigurationId }) }, ids);
  const own = added.configuration.openRequestId;
  const tierRequestIds = [...(own ? [own] : []), ...tier2IdOf(added.outcome.documents, added.configuration)];
  const status = startsAsDraft(setup.capabilities) ? "draft" : "tiers_setup";
  const event = { type: "fulfillment-moved" as const, id, to: status, at };
  const begun = { ...added.outcome, events: [...added.outcome.events, event] };
  return ok(putFulfillment(begun, { id, status, tierRequestIds, statusChangedAt: at }));
};
