import { z } from "zod";

import { organisationIdSchema } from "#shared/domain/ids.ts";
import { organisationSchema } from "#shared/domain/organisation.ts";

import { apiDocuments } from "./documents.ts";
import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

const { name, externalId, country } = organisationSchema.shape;

/** `POST /v1/organisations`. Without a parent it belongs to the caller's own company. */
export const newOrganisationSchema = named(
  "NewOrganisation",
  z.strictObject({
    name,
    kind: organisationSchema.shape.kind.exclude(["distributor"]),
    parentId: organisationIdSchema.exactOptional(),
    externalId,
    country,
  }),
);
export type NewOrganisation = z.infer<typeof newOrganisationSchema>;

/** Missing fields stay as they are. */
export const organisationChangeSchema = named(
  "OrganisationChange",
  z.strictObject({ name: name.exactOptional(), externalId, country }),
);
export type OrganisationChange = z.infer<typeof organisationChangeSchema>;

export const organisationQuerySchema = z.strictObject({
  /** `next` of the previous page. */
  after: organisationIdSchema.exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of organisations in the order of their ids. `next` is the `after` of the next page. */
export const organisationPageSchema = named(
  "OrganisationPage",
  z.strictObject({
    organisations: z.array(organisationSchema),
    next: organisationIdSchema.exactOptional(),
  }),
);

const params = z.strictObject({ id: organisationIdSchema });

/** The companies of a network. */
export const organisationOperations = operationsOf({
  readOrganisations: {
    method: "GET",
    path: "/v1/organisations",
    query: organisationQuerySchema,
    answer: organisationPageSchema,
  },
  readOrganisation: { method: "GET", path: "/v1/organisations/:id", params, answer: apiDocuments.organisation },
  addOrganisation: {
    method: "POST",
    path: "/v1/organisations",
    body: newOrganisationSchema,
    statuses: [201],
    answer: apiDocuments.organisation,
  },
  changeOrganisation: {
    method: "PATCH",
    path: "/v1/organisations/:id",
    params,
    body: organisationChangeSchema,
    answer: apiDocuments.organisation,
  },
});
