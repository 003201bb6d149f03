import type { z } from "zod";

import type {
  TierHistoryEntry,
  ShownConfiguration,
  ShownRequest,
  ShownOffer,
  ShownFulfillment,
  TierReceipt,
  tierWarningSchema,
} from "@countersign/shared/contract/api/tier-documents.ts";
import { tierWarningWords } from "@countersign/shared/words/en/tier-warnings.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import { refusalText } from "@countersign/shared/words/refusal-text.ts";
import type { FulfillmentRequest, TierConfiguration, TierRequest } from "@countersign/shared/domain/tier.ts";
import { isLastRequestFailed, tierOffers } from "@countersign/shared/engine/tiers/offers.ts";
import type { TierWarning } from "@countersign/shared/engine/tiers/outcome.ts";
import type { TierRefusalCode } from "@countersign/shared/engine/tiers/refusals.ts";

import { rolesIn } from "./tier-caller.ts";
import type { TierChanges } from "./tier-changes.ts";
import type { StoredTiers } from "./tier-store.ts";
/** The number of the reader's company. */
type Viewer = string | undefined;

const maySee = (configuration: TierConfiguration | undefined, viewer: Viewer): configuration is TierConfiguration =>
  configuration !== undefined && rolesIn(configuration, viewer).length > 0;

/** The configuration without its tier 2, which a reseller of tier 1 may not even know. */
export const shownConfiguration = (
  configuration: TierConfiguration,
  revision: number,
  viewer: Viewer,
): ShownConfiguration => {
  const { tier2ConfigurationId, ...own } = configuration;
  const isAbove = rolesIn(configuration, viewer).some((role) => role !== "contact");
  return {
    ...own,
    ...(isAbove && tier2ConfigurationId !== undefined ? { tier2ConfigurationId } : {}),
    revision,
    isLastRequestFailed: isLastRequestFailed(configuration),
  };
};

const configurationIn = (
  { documents }: Pick<StoredTiers, "documents">,
  request: TierRequest,
): TierConfiguration | undefined => documents.configurations.find(({ id }) => id === request.configurationId);

/** T22: the request with the link to its tier 2 request, if the viewer may open that one. */
const shownRequest = (
  stored: StoredTiers,
  { tier2RequestId, ...request }: TierRequest,
  { configuration, viewer }: { readonly configuration: TierConfiguration; readonly viewer: Viewer },
): ShownRequest => {
  const tier2 = stored.documents.requests.find(({ id }) => id === tier2RequestId);
  const isLinked = tier2 !== undefined && maySee(configurationIn(stored, tier2), viewer);
  return {
    ...request,
    revision: stored.revisions.get(request.id) ?? 1,
    level: configuration.level,
    ...(isLinked
      ? {
          tier2RequestId: tier2.id,
          tier2: { requestId: tier2.id, status: tier2.status, href: `/v1/tier-requests/${tier2.id}` },
        }
      : {}),
  };
};

/** A history entry, without a request of tier 2 that the viewer may not open. */
export const shownEntry = (
  { documents }: Pick<StoredTiers, "documents">,
  entry: TierHistoryEntry,
  viewer: Viewer,
): TierHistoryEntry => {
  const { event } = entry;
  if (event.type !== "tier-1-blocked") return entry;
  const tier2 = documents.requests.find(({ id }) => id === event.tier2RequestId);
  const isShown = tier2 !== undefined && maySee(configurationIn({ documents }, tier2), viewer);
  return isShown ? entry : { ...entry, event: { type: event.type } };
};

/** The requests that the viewer may see. */
export const shownRequests = (stored: StoredTiers, requests: readonly TierRequest[], viewer: Viewer): ShownRequest[] =>
  requests.flatMap((request) => {
    const configuration = configurationIn(stored, request);
    return maySee(configuration, viewer) ? [shownRequest(stored, request, { configuration, viewer })] : [];
  });

/** The fulfillment requests that wait for a tier of the viewer, without others' tiers. */
export const shownFulfillments = (
  stored: StoredTiers,
  fulfillments: readonly FulfillmentRequest[],
  viewer: Viewer,
): ShownFulfillment[] =>
  fulfillments.flatMap((fulfillment) => {
    const own = shownRequests(
      stored,
      stored.documents.requests.filter(({ id }) => fulfillment.tierRequestIds.includes(id)),
      viewer,
    ).map(({ id }) => id);
    const revision = stored.revisions.get(fulfillment.id) ?? 1;
    return own.length === 0 ? [] : [{ ...fulfillment, tierRequestIds: own, revision }];
  });

/** A refusal with its text. */
const shownRefusal = (told: Refusal<TierRefusalCode>) => ({ ...told, detail: refusalText(told) });

/** The refusal, without a request of tier 2 that the viewer may not see. */
export const refusalFor = (
  told: Refusal<TierRefusalCode>,
  stored: Pick<StoredTiers, "documents">,
  viewer: Viewer,
): Refusal<TierRefusalCode> => {
  if (told.code !== "tier-2-unprocessed" && told.code !== "tier-2-failed") return told;
  const tier2 = stored.documents.requests.find(({ id }) => id === told.args["request"]);
  return tier2 !== undefined && maySee(configurationIn(stored, tier2), viewer)
    ? told
    : refusal("tier-status-unfit", { action: "answer", status: "tiers_setup" });
};

/** The company's possible actions on the request, in any of its roles. */
export const shownOffers = (
  { documents }: StoredTiers,
  request: TierRequest,
  { configuration, viewer }: { readonly configuration: TierConfiguration; readonly viewer: string },
): ShownOffer[] => {
  const offers = rolesIn(configuration, viewer).flatMap((role) =>
    tierOffers(documents, { role, accountId: viewer }, request.id),
  );
  return [...new Set(offers.map(({ action }) => action))].map((action) => {
    const permissions = offers.filter((offer) => offer.action === action).map(({ permission }) => permission);
    const refusals = permissions.flatMap((each) => (each.ok ? [] : [each.error]));
    // A refusal about the request says more than one about the role.
    const told = refusals.find(({ code }) => code !== "tier-role-not-allowed") ?? refusals[0];
    return told === undefined || refusals.length < permissions.length
      ? { action, isPossible: true }
      : { action, isPossible: false, refusal: shownRefusal(refusalFor(told, { documents }, viewer)) };
  });
};

const shownWarning = (warning: TierWarning): z.infer<typeof tierWarningSchema> =>
  warning.code === "values-missing"
    ? {
        code: warning.code,
        requestId: warning.requestId,
        parameters: [...warning.parameters],
        detail: fillText(tierWarningWords["values-missing"], { parameters: warning.parameters.join(", ") }),
      }
    : {
        code: warning.code,
        requestId: warning.requestId,
        detail: tierWarningWords["no-contact"],
      };

/** The changes, as one of the companies concerned may see them. */
export const receiptOf = (
  after: StoredTiers,
  { configurations, requests, fulfillmentRequests }: TierChanges,
  { warnings, viewer }: { readonly warnings: readonly TierWarning[]; readonly viewer: Viewer },
): TierReceipt => ({
  configurations: [...configurations.added, ...configurations.changed]
    .filter((configuration) => maySee(configuration, viewer))
    .map((configuration) => shownConfiguration(configuration, after.revisions.get(configuration.id) ?? 1, viewer)),
  requests: shownRequests(after, [...requests.added, ...requests.changed], viewer),
  fulfillmentRequests: shownFulfillments(after, [...fulfillmentRequests.added, ...fulfillmentRequests.changed], viewer),
  // Only the distributor discards drafts, and it may see everything that is removed with them.
  removed: [...configurations.removed, ...requests.removed, ...fulfillmentRequests.removed].map(({ id }) => id),
  warnings: warnings
    .filter(({ requestId }) => {
      const request = after.documents.requests.find(({ id }) => id === requestId);
      return request !== undefined && maySee(configurationIn(after, request), viewer);
    })
    .map(shownWarning),
});
