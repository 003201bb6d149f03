import { z } from "zod";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderRequestSchema } from "@countersign/shared/contract/intake.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { otherThanPurchase } from "./connect-kind.ts";
import { connectLinesOf } from "./connect-lines.ts";
import { customerOf, requesterOf, resellerOf } from "./connect-parties.ts";
import { recurrenceOf } from "./connect-period.ts";
import type { ConnectRequest } from "./connect-schema.ts";
import { connectRequestSchema } from "./connect-schema.ts";
import type { ImportRefusal } from "./import-refusal.ts";
import { importRefusal } from "./import-refusal.ts";

const firstProblem = ({ issues: [first] }: z.ZodError): ImportRefusal =>
  importRefusal(first?.message ?? "is not valid", first?.path.join("."));

/** A request body that was never sent has no id yet; its asset's number in the shop then replaces it. */
const externalIdOf = ({ id, asset }: ConnectRequest): string | undefined =>
  id ?? asset.external_id ?? asset.external_uid;

const assembled = (request: ConnectRequest): Result<OrderRequest, ImportRefusal> => {
  const { asset, created, note, status } = request;
  const externalId = externalIdOf(request);
  if (externalId === undefined) return fail(importRefusal("is missing, and the asset has no number either", "id"));
  const customer = customerOf(asset.tiers.customer);
  if (!customer.ok) return customer;
  const lines = connectLinesOf(asset);
  if (!lines.ok) return lines;
  const recurrence = recurrenceOf(request);
  if (!recurrence.ok) return recurrence;
  const reseller = resellerOf(asset.tiers.tier1);
  return ok({
    source: { system: "connect", externalId },
    ...(created === undefined ? {} : { placedAt: created }),
    requester: requesterOf(asset.tiers.customer, customer.value),
    customer: customer.value,
    ...(reseller === undefined ? {} : { reseller }),
    lines: lines.value,
    ...(recurrence.value === undefined ? {} : { recurrence: recurrence.value }),
    ...(note === undefined ? {} : { note }),
    ...(status === "inquiring" ? { isWaitingForData: true } : {}),
  });
};

/** The order in a document recorded by CloudBlue Connect, or why there is none. */
export const orderRequestFrom = (document: unknown): Result<OrderRequest, ImportRefusal> => {
  const other = otherThanPurchase(document);
  if (other !== undefined) return fail(other);
  const request = connectRequestSchema.safeParse(document);
  if (!request.success) return fail(firstProblem(request.error));
  const order = assembled(request.data);
  if (!order.ok) return order;
  const checked = orderRequestSchema.safeParse(order.value);
  return checked.success ? order : fail(firstProblem(checked.error));
};

const labelSchema = z.looseObject({ id: z.string().min(1).max(64) });

/** The label for a document: its id, if it has one. */
export const labelOf = (document: unknown): string => {
  const parsed = labelSchema.safeParse(document);
  return parsed.success ? parsed.data.id : "(no id)";
};
