import type { z } from "zod";

import type { CreditRiskAnswer } from "@countersign/shared/contract/api/credit.ts";
import { creditRiskLevelSchema } from "@countersign/shared/contract/api/credit.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import type { ProvisionedItem } from "@countersign/shared/engine/planning/credit-risk/assessment.ts";
import { assessCompletedOrder } from "@countersign/shared/engine/planning/credit-risk/assessment.ts";
import type { ChainPartner } from "@countersign/shared/engine/planning/credit-risk/chain.ts";

import type { Database } from "#server/foundation/db/database.ts";
import { visibleOrder } from "#server/records/orders/visible-order.ts";
import type { Actor } from "#server/records/sessions/session.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";
import { atLevel } from "#server/records/visibility/price-level.ts";

type Level = z.infer<typeof creditRiskLevelSchema>;
const levels = creditRiskLevelSchema.options;

/** The order's amount at this level, as its seller named it. */
const amountAt = (order: Order, level: Level): Amount => atLevel(order, level).totals.gross;

const chainOf = (order: Order): ChainPartner[] =>
  levels.flatMap((role) => {
    const organisation = order[role];
    return organisation === undefined ? [] : [{ role, organisation, amount: amountAt(order, role), approvers: [] }];
  });

/** The items' amounts at the level: as named, or the whole amount if there is only one item. */
const itemsAt = (order: Order, level: Level): ProvisionedItem[] => {
  const { lines, totals } = atLevel(order, level);
  return lines.length === 1
    ? lines.map((line) => ({ ...line, amount: totals.gross }))
    : lines.map((line) => ({ ...line, amount: line.total }));
};

/**
 * The assessment, item by item, at the caller's own level (A80, A84, A90). An order that the caller's organisation does
 * not sell is not found.
 */
export const creditRiskFor = async (
  db: Database,
  actor: Actor,
  id: OrderId,
): Promise<Result<CreditRiskAnswer, RequestRefusal>> => {
  const visible = await visibleOrder(db, actor, id);
  if (!visible.ok) return visible;
  const order = visible.value;
  const { person, tenantId } = actor;
  const partners = chainOf(order);
  const own = partners.find(({ organisation }) => organisation.organisationId === person.organisationId);
  if (own === undefined) return refuse("not-found");
  const settings = await findSetting(db, tenantId, "credit-risk", person.organisationId);
  const rates = (await findSetting(db, tenantId, "exchange-rates", tenantId)) ?? [];
  const partner: ChainPartner = settings === undefined ? own : { ...own, settings };
  const { lines, customer: buyer, status } = order;
  const items = itemsAt(order, own.role);
  const chain = { buyer, lines, partners };
  return ok({
    orderId: id,
    status,
    isFinal: status === "executed",
    level: own.role,
    amount: own.amount,
    assessments: assessCompletedOrder(chain, partner, items, rates).map((one) => ({ ...one, items: [...one.items] })),
  });
};
