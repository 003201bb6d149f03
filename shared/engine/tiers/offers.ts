import type { TierActor, TierConfiguration, TierRequestId } from "#shared/domain/tier.ts";

import type { TierAction, TierCase } from "./may.ts";
import { mayAct, tierActions } from "./may.ts";
import type { TierDocuments, TierResult } from "./outcome.ts";
import { mayRecreate } from "./recreate.ts";

/** One thing that can be done, with the permission or the reason why not: a button, on or off (T38). */
export interface TierOffer {
  readonly action: TierAction | "recreate";
  readonly permission: TierResult<TierCase>;
}

/** Everything that people do with a request, each with whether this actor may do it now. */
export const tierOffers = (documents: TierDocuments, actor: TierActor, requestId: TierRequestId): TierOffer[] => [
  ...tierActions.map((action) => ({ action, permission: mayAct(documents, actor, requestId, action) })),
  { action: "recreate", permission: mayRecreate(documents, actor, requestId) },
];

/** Whether a configuration reads as "active (last request failed)" (T11, T39). */
export const isLastRequestFailed = ({ status, lastOutcome }: TierConfiguration): boolean =>
  status === "active" && lastOutcome === "failed";
