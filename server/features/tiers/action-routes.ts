import { tierActionOperations as operations } from "@countersign/shared/contract/api/tier-actions.ts";
import type { TierRequestId } from "@countersign/shared/domain/tier.ts";
import { approveTierRequest, rejectTierRequest } from "@countersign/shared/engine/tiers/decide.ts";
import { discardDraft, validateDraft } from "@countersign/shared/engine/tiers/draft.ts";
import { answerInquiry, inquire, setPending } from "@countersign/shared/engine/tiers/inquire.ts";
import { recreateTiers } from "@countersign/shared/engine/tiers/recreate.ts";
import { updateTier } from "@countersign/shared/engine/tiers/update.ts";

import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";

import type { TierDecision } from "./change-tiers.ts";
import { changeTiers } from "./change-tiers.ts";

const acts = { right: "tiers:write", tags: ["tiers"] } as const;

interface Acted {
  readonly session: Session;
  readonly params: { readonly id: TierRequestId };
  readonly body: { readonly revision?: number };
  readonly repeatable: Repeatable | undefined;
}

/** Decisions on one request. */
const decisionRoutes = (services: Services): readonly Route[] => {
  const act = ({ session, params, body: { revision }, repeatable }: Acted, decide: TierDecision) =>
    changeTiers(services, { session, repeatable, revision, status: 200 }, { requestId: params.id }, decide);
  return [
    route(
      {
        ...acts,
        operation: operations.validateTierRequest,
        summary: "The distributor validates a draft",
      },
      (call) =>
        act(call, (documents, actor, { at }) => validateDraft(documents, actor, { requestId: call.params.id, at })),
    ),
    route(
      {
        ...acts,
        operation: operations.discardTierRequest,
        summary: "The distributor discards an invalid draft, which is deleted for good",
      },
      (call) =>
        act(call, (documents, actor, { at }) => discardDraft(documents, actor, { requestId: call.params.id, at })),
    ),
    route(
      {
        ...acts,
        operation: operations.approveTierRequest,
        summary: "The vendor approves, with the values that the vendor has to give",
      },
      (call) =>
        act(call, (documents, actor, { at }) => {
          const { values = {} } = call.body;
          return approveTierRequest(documents, actor, { requestId: call.params.id, values, at });
        }),
    ),
    route(
      {
        ...acts,
        operation: operations.rejectTierRequest,
        summary: "The vendor or the distributor rejects, with a reason",
      },
      (call) =>
        act(call, (documents, actor, { at }) => {
          const { reason = "" } = call.body;
          return rejectTierRequest(documents, actor, { requestId: call.params.id, reason, at });
        }),
    ),
    route(
      {
        ...acts,
        operation: operations.inquireTierRequest,
        summary: "The vendor asks the tier for values; its contacts are mailed a form",
      },
      (call) =>
        act(call, (documents, actor, { at }) => {
          const { inquiries } = call.body;
          return inquire(documents, actor, { requestId: call.params.id, inquiries, at });
        }),
    ),
    route(
      {
        ...acts,
        operation: operations.answerTierInquiry,
        summary: "The tier gives the values that were asked for",
      },
      (call) =>
        act(call, (documents, actor, { at }) => {
          const { values } = call.body;
          return answerInquiry(documents, actor, { requestId: call.params.id, values, at });
        }),
    ),
    route(
      {
        ...acts,
        operation: operations.setTierRequestPending,
        summary: "Sets an inquiring request to pending by hand, with a warning about missing values",
      },
      (call) =>
        act(call, (documents, actor, { at }) => setPending(documents, actor, { requestId: call.params.id, at })),
    ),
  ];
};

/** Actions of vendors, distributors and tiers on requests. The engine decides who may do what. */
export const tierActionRoutes = (services: Services): readonly Route[] => [
  ...decisionRoutes(services),
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
