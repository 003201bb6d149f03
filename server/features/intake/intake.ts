import type { OrderReceipt, ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { keepProposal } from "#server/features/subscriptions/propose-change.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { tryChanges } from "#server/records/change-log/write-changes.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { insertNumberedOrder, insertOrder } from "#server/records/orders/insert-order.ts";
import { senderOf } from "#server/records/orders/sender.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import { earlierReceipt } from "./earlier-receipt.ts";
import { newOrder } from "./new-order.ts";

/** An order as it was sent, and what to write with it. */
interface IntakeRequest {
  readonly request: ParsedOrderRequest;
  readonly repeatable: Repeatable | undefined;
  /** Further writes in the same transaction. */
  readonly alongside?: (receipt: OrderReceipt) => Promise<void>;
}

/** {@link takeIn} as the last part of a larger transaction. */
export const takeInWithin = async (
  tx: Tx,
  services: Services,
  session: Session,
  { request, repeatable, alongside }: IntakeRequest,
): Promise<Result<WrittenChanges<OrderReceipt>, RequestRefusal>> => {
  const { tenantId } = session;
  await shareVisibility(tx, tenantId);
  const sender = await senderOf(tx, session);
  if (!sender.ok) return sender;
  const before = await earlierReceipt(tx, tenantId, sender.value, request);
  if (!before.ok) return before;
  if (before.value !== undefined) return ok({ answer: before.value, changes: [] });

  const made = await newOrder(tx, { services, session, sender: sender.value }, request);
  if (!made.ok) return made;
  const { change, additions, receivedAt } = made.value;
  const insertion = { tenantId, senderId: sender.value.organisation.id, receivedAt };
  const inserted =
    request.number === undefined
      ? ok(await insertOrder(tx, insertion, made.value.order))
      : await insertNumberedOrder(tx, insertion, made.value.order);
  if (!inserted.ok) return inserted;
  const { order, change: placed } = inserted.value;
  if (change !== undefined) await keepProposal(tx, change, order, receivedAt);
  const { id, number, status } = order;
  const receipt = { id, number, status, isNew: true, receivedAt };
  await alongside?.(receipt);
  await repeatable?.keep(tx, { status: 201, body: receipt });
  return ok({ answer: receipt, changes: [...additions, placed] });
};

/**
 * Takes an order in, once: sent again with its `source.externalId` by the same organisation, it gets the same receipt.
 * Refused, with nothing stored, for a different order under that id, an invalid one, and one that the sender may not
 * place.
 */
export const takeIn = (
  services: Services,
  session: Session,
  request: ParsedOrderRequest,
  repeatable?: Repeatable,
): Promise<Result<OrderReceipt, RequestRefusal>> =>
  tryChanges(services, session.tenantId, (tx) => takeInWithin(tx, services, session, { request, repeatable }));
