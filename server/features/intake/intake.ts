import { sql } from "kysely";

import type { OrderReceipt, ParsedOrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import { withSubstitutes } from "#server/features/delegations/delegations.ts";
import { keepProposal, proposedChange } from "#server/features/subscriptions/propose-change.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import type { Repeatable } from "#server/foundation/http/idempotency.ts";
import { HttpProblem, orThrow, problemOf } from "#server/foundation/http/problem.ts";
import { writeChanges } from "#server/records/change-log/write-changes.ts";
import type { WrittenChanges } from "#server/records/change-log/write-changes.ts";
import { refusalOfAmount } from "#server/records/orders/amount-refusal.ts";
import { insertNumberedOrder, insertOrder } from "#server/records/orders/insert-order.ts";
import type { OrderSender } from "#server/records/orders/sender.ts";
import { senderOf } from "#server/records/orders/sender.ts";
import { policyToPlanBy } from "#server/records/policies/policy.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import { shareVisibility } from "#server/records/visibility/visibility-lock.ts";

import type { ComposeRefusal } from "./compose-order.ts";
import { composeOrder } from "./compose-order.ts";
import { knownLevels, orderingAccount } from "./may-place.ts";
import { obtainParties } from "./obtain-parties.ts";
import { loadPlanContext } from "./plan-context.ts";
import { isSameOrder } from "./same-order.ts";

const problemOfComposing = (refused: ComposeRefusal): HttpProblem =>
  refused.kind === "plan"
    ? new HttpProblem(422, refused.refusal.code, refused.refusal.args)
    : problemOf(refusalOfAmount(refused.refusal));

/**
 * The receipt of the same order sent before. Holds the source for this transaction, so that it is taken in once.
 * @throws HttpProblem 409 where the source's id is that of an order that says something else.
 */
const receiptOf = async (
  tx: Tx,
  tenantId: string,
  sender: OrderSender,
  request: ParsedOrderRequest,
): Promise<OrderReceipt | undefined> => {
  const { system, externalId } = request.source;
  if (externalId === undefined) return undefined;
  const source = JSON.stringify([sender.organisation.id, system, externalId]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 0))`.execute(tx);
  const row = await tx
    .selectFrom("orders")
    .select(["document", "received_at"])
    .where("sender_id", "=", sender.organisation.id)
    .where("source_system", "=", system)
    .where("source_external_id", "=", externalId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, number, status } = row.document;
  if (!(await isSameOrder(tx, tenantId, request, row.document)))
    throw new HttpProblem(409, "external-id-taken", { externalId, number });
  return { id, number, status, isNew: false, receivedAt: row.received_at };
};

/** An order as it was sent, and what keeps its receipt for whoever sends it once more under the same key. */
interface IntakeRequest {
  readonly request: ParsedOrderRequest;
  readonly repeatable: Repeatable | undefined;
  /** What is stored with the order. */
  readonly alongside?: (receipt: OrderReceipt) => Promise<void>;
}

/** {@link takeIn} as the end of a larger transaction. */
export const takeInWithin = async (
  tx: Tx,
  { clock, ids }: Services,
  session: Session,
  { request, repeatable, alongside }: IntakeRequest,
): Promise<WrittenChanges<OrderReceipt>> => {
  const { tenantId } = session;
  await shareVisibility(tx, tenantId);
  const sender = orThrow(await senderOf(tx, session));
  const before = await receiptOf(tx, tenantId, sender, request);
  if (before !== undefined) return { answer: before, changes: [] };

  const { party: parties, changes } = await obtainParties({ tx, tenantId, ids, sender }, request);
  const levelAmounts = knownLevels(sender, request.levelAmounts);
  const account = await orderingAccount(tx, tenantId, parties.requester.id);
  const { customer, reseller } = parties;
  const policy = await policyToPlanBy(tx, tenantId, [customer.id, ...(reseller === undefined ? [] : [reseller.id])]);
  if (policy === undefined) throw new HttpProblem(422, "no-approver", { role: "approver" });
  const receivedAt = clock.now();
  const id = orderIdSchema.parse(ids.next());
  const { number, placedAt = receivedAt } = request;
  const change = orThrow(await proposedChange(tx, session, { request, sender, parties, at: receivedAt }));
  const context = await loadPlanContext(tx, tenantId, { parties, policy, placedAt, levelAmounts, account });
  const planning = { id, number: number ?? "-", policy, context, receivedAt };
  const composed = composeOrder(change?.request ?? request, parties, {
    ...planning,
    isApproved: change?.approval.isNeeded === false,
  });
  if (!composed.ok) throw problemOfComposing(composed.error);

  const delegated = await withSubstitutes(tx, tenantId, composed.value, receivedAt);
  const insertion = { tenantId, senderId: sender.organisation.id, receivedAt };
  const { order, change: placed } =
    number === undefined
      ? await insertOrder(tx, insertion, delegated)
      : orThrow(await insertNumberedOrder(tx, insertion, { ...delegated, number }));
  if (change !== undefined) await keepProposal(tx, change, order, receivedAt);
  const receipt = { id, number: order.number, status: order.status, isNew: true, receivedAt };
  await alongside?.(receipt);
  await repeatable?.keep(tx, { status: 201, body: receipt });
  return { answer: receipt, changes: [...changes, placed] };
};

/**
 * Takes an order in, once: sent again with its `source.externalId` by the same organisation, it gives the same receipt.
 * @throws HttpProblem 409 when another order has that id, and when it does not fit or the sender may not place it; nothing is stored then.
 */
export const takeIn = (
  services: Services,
  session: Session,
  request: ParsedOrderRequest,
  repeatable?: Repeatable,
): Promise<OrderReceipt> =>
  writeChanges(services, session.tenantId, (tx) => takeInWithin(tx, services, session, { request, repeatable }));
