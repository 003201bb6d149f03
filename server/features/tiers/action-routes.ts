import { z } from "zod";

import { freeTextMaxLength } from "@countersign/shared/domain/approval-flow.ts";
import type { TierRequestId } from "@countersign/shared/domain/tier.ts";
import {
  fulfillmentRequestIdSchema,
  inquirySchema,
  tierConfigurationIdSchema,
  tierParameterSchema,
  tierRequestIdSchema,
} from "@countersign/shared/domain/tier.ts";
import { approveTierRequest, rejectTierRequest } from "@countersign/shared/engine/tiers/decide.ts";
import { discardDraft, validateDraft } from "@countersign/shared/engine/tiers/draft.ts";
import { answerInquiry, inquire, setPending } from "@countersign/shared/engine/tiers/inquire.ts";
import { recreateTiers } from "@countersign/shared/engine/tiers/recreate.ts";
import { updateTier } from "@countersign/shared/engine/tiers/update.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import type { TierDecision } from "./change-tiers.ts";
import { changeTiers } from "./change-tiers.ts";
import { tierReceiptSchema } from "./tier-views.ts";

const revision = z.int().min(1).exactOptional().describe("Of the request, as it was seen.");

/** Values by parameter id. A parameter is named by any text, so no name is special to the object that carries it. */
const valuesSchema = z
  .record(tierParameterSchema.shape.id, tierParameterSchema.shape.value.unwrap())
  .describe("Values by parameter id");

interface ActionRoute<Body extends z.ZodType> {
  readonly summary: string;
  readonly body: Body;
  readonly decide: (body: z.output<Body>, requestId: TierRequestId) => TierDecision;
}

/** Keeps the type of the body next to what is done with it. */
const action = <Body extends z.ZodType<{ readonly revision?: number }>>(route: ActionRoute<Body>) => route;

const bare = z.strictObject({ revision });

const actions = {
  validate: action({
    summary: "The distributor's validation of a draft passed",
    body: bare,
    decide:
      (_body, requestId) =>
      (documents, actor, { at }) =>
        validateDraft(documents, actor, { requestId, at }),
  }),
  discard: action({
    summary: "The distributor's validation of a draft did not pass: it is deleted for good",
    body: bare,
    decide:
      (_body, requestId) =>
      (documents, actor, { at }) =>
        discardDraft(documents, actor, { requestId, at }),
  }),
  approve: action({
    summary: "The vendor approves, with the values that are the vendor's to give",
    body: z.strictObject({ revision, values: valuesSchema.exactOptional() }),
    decide:
      ({ values = {} }, requestId) =>
      (documents, actor, { at }) =>
        approveTierRequest(documents, actor, { requestId, values, at }),
  }),
  reject: action({
    summary: "The vendor or the distributor rejects, with a reason",
    body: z.strictObject({ revision, reason: z.string().max(freeTextMaxLength).exactOptional() }),
    decide:
      ({ reason = "" }, requestId) =>
      (documents, actor, { at }) =>
        rejectTierRequest(documents, actor, { requestId, reason, at }),
  }),
  inquire: action({
    summary: "The vendor asks the tier for values; its contacts are mailed a form",
    body: z.strictObject({ revision, inquiries: z.array(inquirySchema).max(1_000) }),
    decide:
      ({ inquiries }, requestId) =>
      (documents, actor, { at }) =>
        inquire(documents, actor, { requestId, inquiries, at }),
  }),
  answer: action({
    summary: "The tier gives the values that were asked for",
    body: z.strictObject({ revision, values: valuesSchema }),
    decide:
      ({ values }, requestId) =>
      (documents, actor, { at }) =>
        answerInquiry(documents, actor, { requestId, values, at }),
  }),
  "set-pending": action({
    summary: "Sets an inquiring request to pending by hand; what is still missing is warned of",
    body: bare,
    decide:
      (_body, requestId) =>
      (documents, actor, { at }) =>
        setPending(documents, actor, { requestId, at }),
  }),
} as const;

const updateSchema = z.strictObject({
  revision: revision.describe("Of the configuration, as it was seen."),
  type: z.enum(["update", "adjustment"]).default("update"),
  values: valuesSchema,
});

const recreationSchema = z.strictObject({ revision, fulfillmentRequestId: fulfillmentRequestIdSchema });

/** What vendors, distributors and tiers do with requests. Who may do which is the engine's. */
export const tierActionRoutes = (app: HttpApp, services: Services): void => {
  const { sessions, ids } = services;
  const onRequest = sessions.requires("tiers:write");
  const tags = ["tiers"];

  const register = <Body extends z.ZodType<{ readonly revision?: number }>>(
    name: string,
    { summary, body, decide }: ActionRoute<Body>,
  ): void => {
    const params = z.strictObject({ id: tierRequestIdSchema });
    app.post(
      `/v1/tier-requests/:id/${name}`,
      { onRequest, schema: { tags, summary, params, body, response: { 200: tierReceiptSchema } } },
      async (request, reply) => {
        const asked = body.parse(request.body);
        const requestId = params.parse(request.params).id;
        const { repeatable } = request;
        const caller = { session: sessions.of(request), repeatable, revision: asked.revision, status: 200 };
        return reply.send(await changeTiers(services, caller, { requestId }, decide(asked, requestId)));
      },
    );
  };
  for (const [name, route] of Object.entries(actions)) register(name, route as ActionRoute<typeof bare>);

  app.post(
    "/v1/tier-requests/:id/recreate",
    {
      onRequest,
      schema: {
        tags,
        summary: "Creates configurations and requests again after a failed first setup, for a new fulfillment request",
        params: z.strictObject({ id: tierRequestIdSchema }),
        body: recreationSchema,
        response: { 201: tierReceiptSchema },
      },
    },
    async (request, reply) => {
      const { fulfillmentRequestId, revision: seen } = request.body;
      const { id: requestId } = request.params;
      const { repeatable } = request;
      const caller = { session: sessions.of(request), repeatable, revision: seen, status: 201 };
      const receipt = await changeTiers(services, caller, { requestId }, (documents, actor, { at, capabilities }) =>
        recreateTiers(documents, actor, { requestId, fulfillmentRequestId, capabilities, at }, ids),
      );
      return reply.status(201).send(receipt);
    },
  );

  app.post(
    "/v1/tier-configurations/:id/requests",
    {
      onRequest,
      schema: {
        tags,
        summary: "The vendor or the distributor asks for other values of an active configuration",
        params: z.strictObject({ id: tierConfigurationIdSchema }),
        body: updateSchema,
        response: { 201: tierReceiptSchema },
      },
    },
    async (request, reply) => {
      const { type, values, revision: seen } = request.body;
      const { id: configurationId } = request.params;
      const { repeatable } = request;
      const caller = { session: sessions.of(request), repeatable, revision: seen, status: 201 };
      const receipt = await changeTiers(
        services,
        caller,
        { configurationId },
        (documents, actor, { at, capabilities }) =>
          updateTier(documents, actor, { configurationId, type, values, capabilities, at }, ids),
      );
      return reply.status(201).send(receipt);
    },
  );
};
