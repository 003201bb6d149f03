import { z } from "zod";

import { anyInstantSchema } from "./instant.ts";
import type { Result } from "./result.ts";
import { fail, ok } from "./result.ts";
import type { TierConfiguration, TierParameter, TierRequest } from "./tier.ts";
import {
  connectRequestStatusSchema,
  tierConfigurationSchema,
  tierConfigurationStatusSchema,
  tierLevelSchema,
  tierRequestSchema,
  tierRequestTypeSchema,
} from "./tier.ts";
import type { FieldProblem } from "./field-problem.ts";
import { firstSchemaProblem } from "./schema-problems.ts";

const text = z.string().max(4_000);
const partySchema = z.object({ id: text, name: text.exactOptional() });

const parameterSchema = z.object({
  id: text,
  title: text.exactOptional(),
  value: text.exactOptional(),
  phase: z.enum(["configuration", "ordering", "fulfillment"]).default("ordering"),
  constraints: z.object({ required: z.boolean().default(false) }).default({ required: false }),
});

const contactSchema = z.object({ first_name: text.default(""), last_name: text.default(""), email: text });

/** A tier configuration request as CloudBlue Connect publishes it, reduced to the fields that matter here. */
const connectTierRequestSchema = z.object({
  id: text,
  type: tierRequestTypeSchema,
  status: connectRequestStatusSchema,
  params: z.array(parameterSchema),
  reason: text.exactOptional(),
  events: z.object({
    created: z.object({ at: anyInstantSchema }),
    updated: z.object({ at: anyInstantSchema }).exactOptional(),
  }),
  configuration: z.object({
    id: text,
    status: tierConfigurationStatusSchema.exactOptional(),
    tier_level: tierLevelSchema,
    account: partySchema.extend({ contact_info: z.object({ contact: contactSchema }).exactOptional() }),
    product: partySchema,
    connection: z.object({ vendor: partySchema, provider: partySchema }),
    params: z.array(parameterSchema),
    open_request: z.object({ id: text }).nullish(),
  }),
});
type ConnectTierRequest = z.infer<typeof connectTierRequestSchema>;

const named = ({ id, name }: z.infer<typeof partySchema>) => ({ id, name: name ?? id });

const parameterOf = ({ id, title, value, phase, constraints }: z.infer<typeof parameterSchema>): TierParameter => ({
  id,
  title: title ?? id,
  phase,
  isRequired: constraints.required,
  ...(value === undefined ? {} : { value }),
});

const contactsOf = ({ contact_info: info }: ConnectTierRequest["configuration"]["account"]) => {
  if (info === undefined) return [];
  const { first_name: first, last_name: last, email } = info.contact;
  return [{ name: `${first} ${last}`.trim() || email, email }];
};

const configurationOf = ({ configuration, type, status }: ConnectTierRequest) => ({
  id: configuration.id,
  // Older documents leave out the status; an open request implies it.
  status: configuration.status ?? (configuration.open_request ? "processing" : "active"),
  level: configuration.tier_level,
  account: { ...named(configuration.account), contacts: contactsOf(configuration.account) },
  product: named(configuration.product),
  vendor: named(configuration.connection.vendor),
  distributor: named(configuration.connection.provider),
  parameters: configuration.params.map(parameterOf),
  ...(configuration.open_request ? { openRequestId: configuration.open_request.id } : {}),
  isSetUp: type !== "setup" || status === "approved",
  ...(status === "approved" || status === "failed" ? { lastOutcome: status } : {}),
});

const requestOf = ({ id, type, status, params, configuration, reason, events }: ConnectTierRequest) => ({
  id,
  type,
  status,
  configurationId: configuration.id,
  parameters: params.map(parameterOf),
  ...(status === "failed" && reason ? { rejectionReason: reason } : {}),
  createdAt: events.created.at,
  statusChangedAt: events.updated?.at ?? events.created.at,
});

const tierPairSchema = z.strictObject({ request: tierRequestSchema, configuration: tierConfigurationSchema });

/**
 * Reads a tier configuration request as the platform publishes it, with its configuration. The link to the request of
 * tier 2 is not in the document. Fails with the path of the first invalid field and what is wrong with it.
 */
export const readConnectTierRequest = (
  json: unknown,
): Result<{ readonly request: TierRequest; readonly configuration: TierConfiguration }, FieldProblem> => {
  const document = connectTierRequestSchema.safeParse(json);
  if (!document.success) return fail(firstSchemaProblem(document.error, json));
  const { data } = document;
  const made = { request: requestOf(data), configuration: configurationOf(data) };
  const pair = tierPairSchema.safeParse(made);
  return pair.success ? ok(pair.data) : fail(firstSchemaProblem(pair.error, made));
};
