import { organisationOperations } from "@countersign/shared/contract/api/organisations.ts";
import { policyOperations } from "@countersign/shared/contract/api/policies.ts";
import { defaultPolicySettings } from "@countersign/shared/domain/policy.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Route } from "#server/records/routes/route.ts";
import { route } from "#server/records/routes/route.ts";
import type { Services } from "#server/records/services.ts";

import { changeOrganisation, createOrganisation, organisationFor, organisationsFor } from "./organisations.ts";
import { approvalPolicyOf, putApprovalPolicy, removeApprovalPolicy } from "./policies.ts";
import { settingsRoutes } from "./settings-routes.ts";

const signedIn = { right: "signed-in", tags: ["network"] } as const;

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

const organisationRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: organisationOperations.readOrganisations,
      summary: "The companies that the caller may see",
    },
    async ({ session, query }) => ok(await organisationsFor(services, session, query)),
  ),
  route(
    { ...signedIn, operation: organisationOperations.readOrganisation, summary: "One company" },
    ({ session, params }) => organisationFor(services, session, params.id),
  ),
  route(
    {
      ...signedIn,
      operation: organisationOperations.addOrganisation,
      summary: "Adds a company below the caller's own",
      description:
        "The distributor's administrators add resellers, vendors and customers; a reseller's, its customers. A number that " +
        "is taken is refused with 409, because orders identify companies by it.",
      examples: exampleOrganisations,
    },
    ({ session, body: wanted, repeatable }) => createOrganisation(services, session, { wanted, repeatable }),
  ),
  route(
    {
      ...signedIn,
      operation: organisationOperations.changeOrganisation,
      summary: "Changes the name, number or country of a company below the caller's own",
    },
    ({ session, params, body }) => changeOrganisation(services, session, params.id, body),
  ),
];

const policyRoutes = (services: Services): readonly Route[] => [
  route(
    {
      ...signedIn,
      operation: policyOperations.readApprovalPolicy,
      summary: "The approval policy for the company's next order",
    },
    ({ session, params }) => approvalPolicyOf(services, session, params.id),
  ),
  route(
    {
      ...signedIn,
      operation: policyOperations.writeApprovalPolicy,
      summary: "Sets the approval policy for the company's orders from now on",
      description:
        "For administrators of the company and of those above it. `version` is the one that was seen, 0 if the company had " +
        "no policy of its own; if it has changed since, the answer is 409. Rules that ask a seller are changed only by " +
        "that seller (403). Orders that wait keep the rules that they were planned by.",
      examples: examplePolicies,
    },
    ({ session, params, body }) => putApprovalPolicy(services, session, params.id, body),
  ),
  route(
    {
      ...signedIn,
      operation: policyOperations.removeApprovalPolicy,
      summary: "Removes the company's own policy; the answer is the one that applies from then on",
    },
    ({ session, params, query }) => removeApprovalPolicy(services, session, params.id, query.version),
  ),
];

/** Setting up a network: companies, policies and settings. */
export const networkRoutes = (services: Services): readonly Route[] => [
  ...organisationRoutes(services),
  ...policyRoutes(services),
  ...settingsRoutes(services),
];
