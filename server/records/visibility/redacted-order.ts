import type { RawBuilder } from "kysely";
import { sql } from "kysely";

import type { OrganisationId, PersonId } from "@countersign/shared/domain/ids.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { namedBy } from "./audience.ts";
import type { Reader } from "./redact.ts";
import { readTheSame, redactFor } from "./redact.ts";

/** What the people of an organisation read of an order, as JSON text. */
export interface RedactedOrder {
  readonly organisationId: OrganisationId;
  /** Who may read more of it, because the order names them. */
  readonly notFor: readonly PersonId[];
  readonly text: string;
}

/** No id is empty, so no order names it. */
const nobody = "" as PersonId;

/**
 * What the distributor's people read of the order, made once when it is written: they read nearly all orders there are.
 * Who reads more gets it from the whole document (A76).
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
 * Whether the reading of the order in the row `source` is what this person reads of it: it is of this revision, for their
 * organisation, and they are not among those who read more.
 */
export const isRedactedFor = (personId: PersonId): RawBuilder<boolean> => sql<boolean>`
  source.redacted_revision = source.revision
    and source.redacted_for = (select organisation_id from people where id = ${personId})
    and not jsonb_exists(source.redacted_not_for, ${personId})`;
