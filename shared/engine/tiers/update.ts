import type { IdSource } from "#shared/domain/ids.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { TierActor, TierConfigurationId, TierRequestId, TierRequestType } from "#shared/domain/tier.ts";

import { startsAsDraft } from "./dynamic-validation.ts";
import { findConfiguration } from "./find.ts";
import { mayAs } from "./may.ts";
import { moveConfiguration, putConfiguration } from "./moves.ts";
import { addRequest } from "./new-request.ts";
import type { TierDocuments, TierResult } from "./outcome.ts";
import { unchanged } from "./outcome.ts";
import type { ParameterValues } from "./parameters.ts";
import { unknownParameters, withValues } from "./parameters.ts";

export interface TierUpdate {
  readonly configurationId: TierConfigurationId;
  readonly type: Exclude<TierRequestType, "setup">;
  readonly values: ParameterValues;
  /** The product's capabilities. */
  readonly capabilities: readonly string[];
  readonly at: Instant;
}

/**
 * The vendor or the distributor updates an active configuration: it is processing again (T02) until the vendor approves
 * or rejects the request (T03). As a draft (T12) the request leaves it active until it is validated.
 * Refusals: `tier-configuration-unknown`, `tier-role-not-allowed`, `tier-account-not-allowed`, `tier-configuration-busy`,
 * `tier-setup-failed` (T26), `tier-parameter-unknown`.
 */
export const updateTier = (
  documents: TierDocuments,
  actor: TierActor,
  { configurationId, type, values, capabilities, at }: TierUpdate,
  ids: IdSource,
): TierResult => {
  const found = findConfiguration(documents, configurationId);
  if (!found.ok) return found;
  const role = mayAs(actor, found.value, ["vendor", "distributor"], "update");
  if (!role.ok) return role;
  const { status, openRequestId, isSetUp, parameters } = found.value;
  if (status !== "active" || openRequestId !== undefined)
    return fail(refusal("tier-configuration-busy", { configuration: configurationId }));
  if (!isSetUp) return fail(refusal("tier-setup-failed", { configuration: configurationId }));
  const unknown = unknownParameters(parameters, Object.keys(values));
  if (unknown.length > 0) return fail(refusal("tier-parameter-unknown", { parameters: unknown.join(", ") }));

  const isDraft = startsAsDraft(capabilities);
  const id = ids.next() as TierRequestId;
  const configuration = { ...found.value, openRequestId: id };
  const asked = { id, type, configurationId, parameters: withValues(parameters, values) };
  const added = addRequest(putConfiguration(unchanged(documents), configuration), configuration, asked, {
    isDraft,
    at,
  });
  return ok(isDraft ? added : moveConfiguration(added, configuration, "update-started", at));
};
