import { z } from "zod";

import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";
import { organisationSchema } from "@countersign/shared/domain/organisation.ts";

import type { HttpApp } from "#server/foundation/http/typed-app.ts";
import type { Services } from "#server/records/services.ts";

import {
  changeOrganisation,
  createOrganisation,
  newOrganisationSchema,
  organisationChangeSchema,
  organisationFor,
  organisationPageSchema,
  organisationQuerySchema,
  organisationsFor,
} from "./organisations.ts";
import {
  policyAnswerSchema,
  approvalPolicyOf,
  policyRequestSchema,
  putApprovalPolicy,
  removeApprovalPolicy,
} from "./policies.ts";
import { settingsRoutes } from "./settings-routes.ts";

const params = z.strictObject({ id: organisationIdSchema });
const tags = ["network"];

const exampleOrganisations = [
  { name: "Brass Bakeries", kind: "customer", externalId: "30001", country: "DE" },
  { name: "Brass Resale", kind: "reseller", externalId: "20001" },
];

const examplePolicies = [
  {
    version: 0,
    ...defaultPolicySettings,
    rules: [
      {
        condition: { when: "spending-limit-exceeded", limit: { amountMinor: 250_000, currency: "EUR" } },
        role: "approver",
        requirement: { mode: "any" },
        candidates: [{ personId: "person-1" }],
        escalation: { to: "next-stage", afterHours: 72 },
      },
    ],
  },
];

const organisationRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  const onRequest = sessions.required;
  app.get(
    "/v1/organisations",
    {
      onRequest,
      schema: {
        tags,
        summary: "The companies that the caller may see",
        querystring: organisationQuerySchema,
        response: { 200: organisationPageSchema },
      },
    },
    async (request, reply) => reply.send(await organisationsFor(services, sessions.of(request), request.query)),
  );
  app.get(
    "/v1/organisations/:id",
    { onRequest, schema: { tags, summary: "One company", params, response: { 200: organisationSchema } } },
    async (request, reply) => reply.send(await organisationFor(services, sessions.of(request), request.params.id)),
  );
  app.post(
    "/v1/organisations",
    {
      onRequest,
      config: { examples: exampleOrganisations },
      schema: {
        tags,
        summary: "Adds a company below the caller's own",
        description:
          "The distributor's administrators add resellers, vendors and customers, a reseller's its customers. A number that " +
          "is taken is refused with 409: orders name companies by it.",
        body: newOrganisationSchema,
        response: { 201: organisationSchema },
      },
    },
    async (request, reply) => {
      const { repeatable, body: wanted } = request;
      return reply.status(201).send(await createOrganisation(services, sessions.of(request), { wanted, repeatable }));
    },
  );
  app.patch(
    "/v1/organisations/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "Changes the name, number or country of a company below the caller's own",
        params,
        body: organisationChangeSchema,
        response: { 200: organisationSchema },
      },
    },
    async (request, reply) =>
      reply.send(await changeOrganisation(services, sessions.of(request), request.params.id, request.body)),
  );
};

const policyRoutes = (app: HttpApp, services: Services): void => {
  const { sessions } = services;
  const onRequest = sessions.required;
  const response = { 200: policyAnswerSchema };
  app.get(
    "/v1/organisations/:id/approval-policy",
    {
      onRequest,
      schema: { tags, summary: "Who approves what of the company's next order", params, response },
    },
    async (request, reply) => reply.send(await approvalPolicyOf(services, sessions.of(request), request.params.id)),
  );
  app.put(
    "/v1/organisations/:id/approval-policy",
    {
      onRequest,
      config: { examples: examplePolicies },
      schema: {
        tags,
        summary: "Says who approves what of the company's orders from now on",
        description:
          "For administrators of the company and of those above it. `version` is the one that was seen, 0 where the company " +
          "had no policy of its own; another one meanwhile is answered with 409. Rules that ask a seller are changed by that " +
          "seller alone (403). Orders that wait keep the rules that they were planned by.",
        params,
        body: policyRequestSchema,
        response,
      },
    },
    async (request, reply) =>
      reply.send(await putApprovalPolicy(services, sessions.of(request), request.params.id, request.body)),
  );
  app.delete(
    "/v1/organisations/:id/approval-policy",
    {
      onRequest,
      schema: {
        tags,
        summary: "Takes the company's own policy away; the answer is the one that counts from then on",
        params,
        querystring: z.strictObject({ version: z.coerce.number().int().min(1) }),
        response,
      },
    },
    async (request, reply) =>
      reply.send(await removeApprovalPolicy(services, sessions.of(request), request.params.id, request.query.version)),
  );
};

/** What administrators set their network up with. */
export const networkRoutes = (app: HttpApp, services: Services): void => {
  organisationRoutes(app, services);
  policyRoutes(app, services);
  settingsRoutes(app, services);
};
