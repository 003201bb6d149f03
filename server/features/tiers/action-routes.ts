import { tierActionOperations as operations } from "@countersign/shared/contract/api/tier-actions.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { TierActor, TierRequestId } from "@countersign/shared/domain/tier.ts";
import { approveTierRequest, rejectTierRequest } from "@countersign/shared/engine/tiers/decide.ts";
import { discardDraft, validateDraft } from "@countersign/shared/engine/tiers/draft.ts";
import { answerInquiry, inquire, setPending } from "@countersign/shared/engine/tiers/inquire.ts";
import type { TierDocuments, TierResult } from "@countersign/shared/engine/tiers/outcome.ts";
import { recreateTiers } from "@countersign/shared/engine/tiers/recreate.ts";
import { updateTier } from "@countersign/shared/engine/tiers/update.ts";

import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import { changeTiers } from "./change-tiers.ts";

const acts = { right: "tiers:write", tags: ["tiers"] } as const;

interface Acted {
  readonly session: Session;
  readonly params: { readonly id: TierRequestId };
  readonly body: { readonly revision?: number };
  readonly repeatable: Repeatable | undefined;
}

/** A call of the engine about one request. */
type RequestDecision = (
  documents: TierDocuments,
  actor: TierActor,
  step: { readonly requestId: TierRequestId; readonly at: Instant },
) => TierResult;

/** How a route does its decision. */
const actsOnRequests =
  (services: Services) =>
  ({ session, params: { id: requestId }, body: { revision }, repeatable }: Acted, decide: RequestDecision) =>
    changeTiers(services, { session, repeatable, revision, status: 200 }, { requestId }, (documents, actor, { at }) =>
      decide(documents, actor, { requestId, at }),
    );

type Act = ReturnType<typeof actsOnRequests>;

/** Decisions on one request. */
const decisionRoutes = (act: Act): readonly Route[] => [
  route({ ...acts, operation: operations.validateTierRequest, summary: "The distributor validates a draft" }, (call) =>
    act(call, validateDraft),
  ),
  route(
    {
      ...acts,
      operation: operations.discardTierRequest,
      summary: "The distributor discards an invalid draft, which is deleted for good",
    },
    (call) => act(call, discardDraft),
  ),
  route(
    {
      ...acts,
      operation: operations.approveTierRequest,
      summary: "The vendor approves, with the values that the vendor has to give",
    },
    (call) =>
      act(call, (documents, actor, step) =>
        approveTierRequest(documents, actor, { ...step, values: call.body.values ?? {} }),
      ),
  ),
  route(
    {
      ...acts,
      operation: operations.rejectTierRequest,
      summary: "The vendor or the distributor rejects, with a reason",
    },
    (call) =>
      act(call, (documents, actor, step) =>
        rejectTierRequest(documents, actor, { ...step, reason: call.body.reason ?? "" }),
      ),
  ),
];

/** What the vendor still has to know before a decision. */
const inquiryRoutes = (act: Act): readonly Route[] => [
  route(
    {
      ...acts,
      operation: operations.inquireTierRequest,
      summary: "The vendor asks the tier for values; its contacts are mailed a form",
    },
    (call) =>
      act(call, (documents, actor, step) => inquire(documents, actor, { ...step, inquiries: call.body.inquiries })),
  ),
  route(
    {
      ...acts,
      operation: operations.answerTierInquiry,
      summary: "The tier gives the values that were asked for",
    },
    (call) =>
      act(call, (documents, actor, step) => answerInquiry(documents, actor, { ...step, values: call.body.values })),
  ),
  route(
    {
      ...acts,
      operation: operations.setTierRequestPending,
      summary: "Sets an inquiring request to pending by hand, with a warning about missing values",
    },
    (call) => act(call, setPending),
  ),
];

/** Actions of vendors, distributors and tiers on requests. The engine decides who may do what. */
export const tierActionRoutes = (services: Services): readonly Route[] => [
  ...decisionRoutes(actsOnRequests(services)),
  ...inquiryRoutes(actsOnRequests(services)),
  route(
    {
      ...acts,
      operation: operations.recreateTiers,
      summary: "Creates configurations and requests again after a failed first setup, for a new fulfillment request",
    },
    ({ session, repeatable, params: { id: requestId }, body: { fulfillmentRequestId, revision } }) => {
      const asked = { session, repeatable, revision, status: 201 };
      return changeTiers(services, asked, { requestId }, (documents, actor, { at, capabilities }) =>
        recreateTiers(documents, actor, { requestId, fulfillmentRequestId, capabilities, at }, services.ids),
      );
    },
  ),
  route(
    {
      ...acts,
      operation: operations.updateTier,
      summary: "The vendor or the distributor asks for other values of an active configuration",
    },
    ({ session, repeatable, params: { id: configurationId }, body: { type, values, revision } }) => {
      const asked = { session, repeatable, revision, status: 201 };
      return changeTiers(services, asked, { configurationId }, (documents, actor, { at, capabilities }) =>
        updateTier(documents, actor, { configurationId, type, values, capabilities, at }, services.ids),
      );
    },
  ),
];
