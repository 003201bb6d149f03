import type { RawBuilder } from "kysely";
import { sql } from "kysely";

import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { namedBy } from "./audience.ts";
import type { Reader } from "./redact.ts";
import { readTheSame, redactFor } from "./redact.ts";

/** An order as the people of an organisation may read it, as JSON text. */
export interface RedactedOrder {
  readonly organisationId: OrganisationId;
  /** People who may read more, because the order names them. */
  readonly notFor: readonly PersonId[];
  readonly text: string;
}

/** No id is empty, so no order names it. */
const nobody = "" as PersonId;

/**
 * The order as the distributor's people may read it, created once when it is written, because they read nearly all orders.
 * Those who may read more get it from the whole document (A76).
 */
export const redactedOrderOf = (order: Order): RedactedOrder | undefined => {
  const organisationId = order.distributor?.organisationId;
  if (organisationId === undefined) return undefined;
  const anybody: Reader = { id: nobody, organisationId };
  const text = JSON.stringify(redactFor(order, anybody));
  const notFor = [...namedBy(order)].filter((id) => !readTheSame(order, anybody, { id, organisationId }));
  return { organisationId, notFor, text };
};

/**
 * Whether the redacted version in the row `source` is the one for this person: it has the current revision, is for their
 * organisation, and they are not among those who may read more.
 */
export const isRedactedFor = (personId: PersonId): RawBuilder<boolean> => sql<boolean>`
  source.redacted_revision = source.revision
    and source.redacted_for = (select organisation_id from people where id = ${personId})
    and not jsonb_exists(source.redacted_not_for, ${personId})`;
