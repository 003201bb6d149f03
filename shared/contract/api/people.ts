import { z } from "zod";

import { personIdSchema, organisationIdSchema } from "#shared/domain/ids.ts";
import { mailLanguageSchema } from "#shared/domain/mail-preferences.ts";
import { personSchema, roleSchema } from "#shared/domain/people.ts";
import { shopAccountSchema } from "#shared/domain/shop-account.ts";

import { apiDocuments } from "./documents.ts";
import { named } from "./named.ts";
import { operationsOf } from "./operation.ts";

const [regularSchema, managerSchema, subAccountSchema] = shopAccountSchema.options;

const commonShape = {
  name: personSchema.shape.name,
  email: personSchema.shape.email,
  /** The language of their mail. */
  language: mailLanguageSchema.default("en"),
  isActivated: z.boolean().default(true),
  /** An administrator of the distributor may name another one. */
  organisationId: organisationIdSchema.exactOptional(),
};

const { mayOrder, maySeePrices, maySeeStock, mayAuthorize, budget } = subAccountSchema.shape;

/**
 * `POST /v1/people`. An account manager creates sub-accounts (S12, S16-S28); an administrator creates the other accounts of
 * the web store (S11), and people who have roles but no account.
 */
export const newPersonSchema = named(
  "NewPerson",
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: subAccountSchema.shape.kind,
      ...commonShape,
      mayOrder: mayOrder.default(false),
      maySeePrices: maySeePrices.default(false),
      maySeeStock: maySeeStock.default(false),
      mayAuthorize: mayAuthorize.default(false),
      budget: budget.default({ kind: "unlimited" }),
    }),
    z.strictObject({ kind: managerSchema.shape.kind, ...commonShape }),
    z.strictObject({ kind: regularSchema.shape.kind, ...commonShape }),
    z.strictObject({ kind: z.literal("person"), ...commonShape, roles: z.array(roleSchema).min(1).max(8) }),
  ]),
);
export type NewPerson = z.output<typeof newPersonSchema>;

export const createdPersonSchema = named(
  "CreatedPerson",
  z.strictObject({ person: personSchema, account: shopAccountSchema.exactOptional() }),
);
export type CreatedPerson = z.infer<typeof createdPersonSchema>;

/** Changes of a person's rights; missing fields stay as they are. */
export const personChangeSchema = named(
  "PersonChange",
  z.strictObject({
    roles: z.array(roleSchema).min(1).max(8).exactOptional(),
    organisationId: organisationIdSchema.exactOptional(),
    isActive: z.boolean().exactOptional(),
  }),
);
export type PersonChange = z.infer<typeof personChangeSchema>;

const params = z.strictObject({ id: personIdSchema });

const invitation = named("Invitation", z.strictObject({ invitationId: z.string() }));

/** The people of a company, and their rights. */
export const peopleOperations = operationsOf({
  addPerson: {
    method: "POST",
    path: "/v1/people",
    body: newPersonSchema,
    statuses: [201],
    answer: createdPersonSchema,
  },
  invitePerson: { method: "POST", path: "/v1/people/:id/invitations", params, statuses: [202], answer: invitation },
  changePerson: {
    method: "PATCH",
    path: "/v1/people/:id",
    params,
    body: personChangeSchema,
    answer: apiDocuments.person,
  },
});
