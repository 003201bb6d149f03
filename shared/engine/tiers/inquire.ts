import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { Inquiry, TierActor, TierRequestId } from "#shared/domain/tier.ts";

import { startInquiry } from "./consequences.ts";
import { withLackWarning } from "./decide.ts";
import { mayAct } from "./may.ts";
import { moveRequest } from "./moves.ts";
import type { TierDocuments, TierResult } from "./outcome.ts";
import { unchanged } from "./outcome.ts";
import type { ParameterValues } from "./parameters.ts";
import { lackingParameters, titlesOf, unknownParameters, withValues } from "./parameters.ts";

/**
 * The vendor asks the tier for missing or invalid values (T16, T29); the form is mailed to its contacts (T17).
 * Refusals: those of {@link mayAct}, `tier-inquiry-empty`, `tier-parameter-unknown`, `tier-contact-missing`.
 */
export const inquire = (
  documents: TierDocuments,
  actor: TierActor,
  {
    requestId,
    inquiries,
    at,
  }: { readonly requestId: TierRequestId; readonly inquiries: readonly Inquiry[]; readonly at: Instant },
): TierResult => {
  const permission = mayAct(documents, actor, requestId, "inquire");
  if (!permission.ok) return permission;
  const { request, configuration } = permission.value;
  if (inquiries.length === 0) return fail(refusal("tier-inquiry-empty"));
  const ids = inquiries.map(({ parameterId }) => parameterId);
  const unknown = unknownParameters(request.parameters, ids);
  if (unknown.length > 0) return fail(refusal("tier-parameter-unknown", { parameters: unknown.join(", ") }));
  const { account } = configuration;
  if (account.contacts.length === 0) return fail(refusal("tier-contact-missing", { account: account.name }));
  return ok(startInquiry(unchanged(documents), request, { event: "inquired", inquiries: [...inquiries], at }));
};

/**
 * A contact of the tier fills in the form: the values are applied and the request is pending again (T18).
 * Refusals: those of {@link mayAct}, `tier-parameter-unknown` for values that nobody asked for, `tier-value-missing`
 * naming what is still missing; nothing is applied then.
 */
export const answerInquiry = (
  documents: TierDocuments,
  actor: TierActor,
  {
    requestId,
    values,
    at,
  }: { readonly requestId: TierRequestId; readonly values: ParameterValues; readonly at: Instant },
): TierResult => {
  const permission = mayAct(documents, actor, requestId, "answer");
  if (!permission.ok) return permission;
  const { inquiries = [], ...request } = permission.value.request;
  const asked = request.parameters.filter(({ id }) => inquiries.some(({ parameterId }) => parameterId === id));
  const unknown = unknownParameters(asked, Object.keys(values));
  if (unknown.length > 0) return fail(refusal("tier-parameter-unknown", { parameters: unknown.join(", ") }));
  const answered = { ...request, parameters: withValues(request.parameters, values) };
  const lacking = lackingParameters({ ...answered, inquiries });
  if (lacking.length > 0) return fail(refusal("tier-value-missing", { parameters: titlesOf(lacking) }));
  return ok(moveRequest(unchanged(documents), answered, "answered", at));
};

/**
 * The vendor or the distributor sets an inquiring request to pending by hand (T20). Values that are still missing do
 * not prevent it; the warning names them (T40). Refusals: those of {@link mayAct}.
 */
export const setPending = (
  documents: TierDocuments,
  actor: TierActor,
  { requestId, at }: { readonly requestId: TierRequestId; readonly at: Instant },
): TierResult => {
  const permission = mayAct(documents, actor, requestId, "set-pending");
  if (!permission.ok) return permission;
  const { inquiries: _, ...request } = permission.value.request;
  return ok(moveRequest(withLackWarning(unchanged(documents), permission.value.request), request, "set-pending", at));
};
