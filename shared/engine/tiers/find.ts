import { refusal } from "#shared/domain/refusal.ts";
import { fail, ok } from "#shared/domain/result.ts";
import type { TierConfiguration, TierConfigurationId, TierRequest, TierRequestId } from "#shared/domain/tier.ts";

import type { TierDocuments, TierResult } from "./outcome.ts";

/** The request with this id, or `tier-request-unknown`. */
export const findRequest = ({ requests }: TierDocuments, id: TierRequestId): TierResult<TierRequest> => {
  const found = requests.find((request) => request.id === id);
  return found === undefined ? fail(refusal("tier-request-unknown", { request: id })) : ok(found);
};

/** The configuration with this id, or `tier-configuration-unknown`. */
export const findConfiguration = (
  { configurations }: TierDocuments,
  id: TierConfigurationId,
): TierResult<TierConfiguration> => {
  const found = configurations.find((configuration) => configuration.id === id);
  return found === undefined ? fail(refusal("tier-configuration-unknown", { configuration: id })) : ok(found);
};

/** The requests of tier 1 that wait for this one of tier 2. */
export const waitingFor = ({ requests }: TierDocuments, tier2RequestId: TierRequestId): TierRequest[] =>
  requests.filter((request) => request.tier2RequestId === tier2RequestId);
