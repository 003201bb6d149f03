import type { GeneratedAlways } from "kysely";
import { z } from "zod";

import type { StoredTierEvent, TierHistoryEntry } from "@countersign/shared/contract/api/tier-documents.ts";
import { tierEventSchema } from "@countersign/shared/contract/api/tier-documents.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { TierRequestId } from "@countersign/shared/domain/tier.ts";
import { tierActorSchema } from "@countersign/shared/domain/tier.ts";
import type { TierEvent } from "@countersign/shared/engine/tiers/outcome.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";

/** The events of configurations, requests and fulfillment requests, in the order in which they were written. */
interface TierEventTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  subject_id: string;
  at: Instant;
  actor: Document<unknown>;
  event: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    tier_events: TierEventTable;
  }
}

/** The company, and who acted for it: one of its people, or a contact of the tier through the mailed form. */
const storedActorSchema = z.strictObject({
  ...tierActorSchema.shape,
  personId: z.string().exactOptional(),
  contact: z.string().exactOptional(),
});
export type StoredTierActor = z.infer<typeof storedActorSchema>;
const stored = (event: TierEvent): { readonly subjectId: string; readonly event: StoredTierEvent } => {
  switch (event.type) {
    case "inquiry-mail":
      return { subjectId: event.requestId, event: { type: "inquiry-mailed", contacts: event.to.length } };
    case "tier-1-blocked":
      return { subjectId: event.requestId, event: { type: event.type, tier2RequestId: event.tier2RequestId } };
    default: {
      const { id, from, to } = event;
      return { subjectId: id, event: { type: "moved", to, ...(from === undefined ? {} : { from }) } };
    }
  }
};

export const storeEvents = async (
  tx: Tx,
  { tenantId, actor, at }: { readonly tenantId: string; readonly actor: StoredTierActor; readonly at: Instant },
  events: readonly TierEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  await tx
    .insertInto("tier_events")
    .values(
      events.map(stored).map(({ subjectId, event }) => ({
        tenant_id: tenantId,
        subject_id: subjectId,
        at,
        actor: JSON.stringify(actor),
        event: JSON.stringify(event),
      })),
    )
    .execute();
};

/** The history of a request, oldest first. */
export const eventsOf = async (db: Database, tenantId: string, id: TierRequestId): Promise<TierHistoryEntry[]> => {
  const rows = await db
    .selectFrom("tier_events")
    .select(["at", "actor", "event"])
    .where("tenant_id", "=", tenantId)
    .where("subject_id", "=", id)
    .orderBy("id")
    .execute();
  return rows.map(({ at, actor, event }) => {
    const { role, accountId } = storedActorSchema.parse(actor);
    return { at, by: { role, accountId }, event: tierEventSchema.parse(event) };
  });
};
