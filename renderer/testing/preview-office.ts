import type { OrderId } from "@countersign/shared/domain/ids.ts";
import {
  commandIdSchema,
  deviceIdSchema,
  orderIdSchema,
  personIdSchema,
  stageIdSchema,
} from "@countersign/shared/domain/ids.ts";
import { knownAmount, money, unknownAmount } from "@countersign/shared/domain/money.ts";
import { verdictState } from "@countersign/shared/domain/command.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { referenceTo } from "@countersign/shared/domain/people.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import { decide, reverse } from "@countersign/shared/engine/approval/decide.ts";
import { waitsFor } from "@countersign/shared/engine/approval/waiting.ts";
import type { HistoryRow, InboxRow, OutboxEntry } from "@countersign/shared/contract/views.ts";

import { FakeBridge } from "./fake-bridge.ts";
import { orderViewFor } from "./order-view.ts";
import { before, recurringOrder, sampleCommandId, sampleNow, sampleOrder, unpricedOrder } from "./sample-orders.ts";
import { ada, ben, demoPeople } from "./sample-people.ts";

const requesters = [
  "Rosa Lind",
  "Tomasz Zielinski",
  "Marguerite Delacroix-Fontaine",
  "Jun Sato",
  "Fatima Al-Sayed",
  "Lars Östberg",
];
const customers = [
  "Northwind Traders",
  "Fabrikam Works",
  "Adventure Cycles",
  "Wide World Importers",
  "Alpine Ski House",
  "Graphic Design Institute of Upper Austria",
];
const roles = ["approver", "cost-centre-manager", "authorizer", "reseller"] as const;
const currencies = ["EUR", "EUR", "USD", "CHF", "JPY", "KWD"];

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

const rowAt = (index: number): InboxRow => ({
  orderId: orderIdSchema.parse(`order-${index}`),
  number: `CS-${String(1_000 + index)}`,
  requester: pick(requesters, index * 7),
  customer: pick(customers, index * 5 + 1),
  amount:
    index % 9 === 4
      ? unknownAmount
      : knownAmount(money(((index * 7_919_993) % 4_000_000) + 12_500, pick(currencies, index))),
  placedAt: before(700 - (index % 690)),
  waitingSince: before(Math.max(0.2, 300 - (index % 299.5))),
  stageId: stageIdSchema.parse("stage-1"),
  stageRole: pick(roles, index),
  isRecurring: index % 4 === 1,
  mayDecide: { allowed: true },
});

const orderOf = (row: InboxRow, index: number): Order => {
  const changes = { id: row.orderId, number: row.number };
  if (!row.amount.known) return unpricedOrder(changes);
  return index % 4 === 1 ? recurringOrder(changes) : sampleOrder(changes);
};

export interface PreviewOptions {
  readonly orders: number;
  readonly connection: "online" | "offline" | "connecting";
  readonly isSignedIn: boolean;
  readonly isLoading: boolean;
}

/** An office in memory, for looking at and measuring the screens without the main process. */
export const previewOffice = ({ orders, connection, isSignedIn, isLoading }: PreviewOptions): FakeBridge => {
  const bridge = new FakeBridge();
  const changed = new Map<OrderId, Order>();
  const decided = new Set<OrderId>();
  const removed: number[] = [];
  const outbox: OutboxEntry[] = [
    refusedEntry,
    {
      commandId: sampleCommandId(901),
      type: "approve-order",
      orderId: rowAt(7).orderId,
      orderNumber: "CS-1007",
      customer: "Northwind Traders",
      madeAt: before(3),
      verdict: { state: "accepted", at: before(3), revision: 3 },
    },
    {
      commandId: sampleCommandId(902),
      type: "reverse-decision",
      orderId: rowAt(9).orderId,
      orderNumber: "CS-1009",
      customer: "Alpine Ski House",
      madeAt: before(26),
      text: "Wrong cost centre, sorry.",
      verdict: { state: "accepted", at: before(25), revision: 4 },
    },
  ];
  let made = 1_000;

  const indexAt = (position: number): number => {
    let index = position;
    for (const gone of removed) if (gone <= index) index += 1;
    return index;
  };
  const orderById = (orderId: OrderId): Order => {
    const index = Number(orderId.split("-")[1]);
    return changed.get(orderId) ?? orderOf(rowAt(index), index);
  };
  const total = () => orders - removed.length;
  const waiting = () => outbox.filter(({ verdict }) => verdictState(verdict) === "waiting").length;

  const status = () => ({
    connection,
    ...(isLoading ? { loading: { orders: 12_400 } } : { lastSyncAt: before(connection === "offline" ? 76 : 0.05) }),
    waitingToSend: waiting(),
    refused: 1,
    inboxCount: total(),
  });

  const publish = () => {
    for (const name of ["inbox", "order", "outbox", "status", "history"] as const) bridge.publish(name);
  };

  const keep = (order: Order, next: Order, type: string, reason: string | undefined) => {
    const id = sampleCommandId(made);
    changed.set(order.id, next);
    const index = Number(order.id.split("-")[1]);
    if (waitsFor(next, ada.id)) {
      decided.delete(order.id);
      if (removed.includes(index)) removed.splice(removed.indexOf(index), 1);
    } else if (!decided.has(order.id)) {
      decided.add(order.id);
      removed.push(index);
      removed.sort((left, right) => left - right);
    }
    outbox.unshift({
      commandId: id,
      type,
      orderId: order.id,
      orderNumber: order.number,
      customer: order.customer.name,
      madeAt: sampleNow,
      ...(reason === undefined ? {} : { text: reason }),
      verdict: { state: "waiting" },
    });
    publish();
    return ok({ commandId: id });
  };

  const authorship = { person: referenceTo(ada), deviceId: deviceIdSchema.parse("device-ada"), madeAt: sampleNow };
  for (const outcome of ["approved", "rejected"] as const)
    bridge.answer(outcome === "approved" ? "approve-order" : "reject-order", (input) => {
      const order = orderById(orderIdSchema.parse(input.orderId));
      made += 1;
      const result = decide(order, {
        id: sampleCommandId(made),
        stageId: stageIdSchema.parse(orderViewFor(order, ada.id).decisionStageId ?? input.stageId),
        outcome,
        ...authorship,
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      });
      return result.ok
        ? keep(order, result.value, outcome === "approved" ? "approve-order" : "reject-order", input.reason)
        : fail(result.error);
    });
  bridge.answer("reverse-decision", ({ orderId, decisionId }) => {
    const order = orderById(orderIdSchema.parse(orderId));
    made += 1;
    const result = reverse(order, commandIdSchema.parse(decisionId), {
      commandId: sampleCommandId(made),
      ...authorship,
    });
    return result.ok ? keep(order, result.value, "reverse-decision", undefined) : fail(result.error);
  });
  bridge.answer("sync-now", () => (connection === "offline" ? fail({ code: "server-unreachable", args: {} }) : ok({})));
  bridge.answer("sign-in", () => ok({}));
  bridge.answer("sign-out", () => ok({}));

  const server = "https://approvals.northwind.example";
  const people = connection === "offline" ? [] : [...demoPeople];
  return bridge
    .provide("session", () =>
      isSignedIn
        ? { state: "signed-in", server, signsInBy: "address", person: ada }
        : {
            state: "signed-out",
            server,
            signsInBy: "address",
            people,
            ...(connection === "offline" ? { problem: { code: "server-unreachable", args: {} } } : {}),
          },
    )
    .provide("status", status)
    .provide("inbox", ({ start, count }) => ({
      total: total(),
      start,
      rows: Array.from({ length: Math.max(0, Math.min(count, total() - start)) }, (_, offset) =>
        rowAt(indexAt(start + offset)),
      ),
    }))
    .provide("order", ({ orderId }) => {
      const order = orderById(orderIdSchema.parse(orderId));
      const own = outbox.filter((entry) => entry.orderId === order.id && verdictState(entry.verdict) !== "accepted");
      return orderViewFor(order, ada.id, {
        commands: own.map(({ commandId, type, madeAt, verdict }) => ({ commandId, type, madeAt, verdict })),
      });
    })
    .provide("outbox", ({ start, count }) => ({
      total: outbox.length,
      start,
      entries: outbox.slice(start, start + count),
    }))
    .provide("history", ({ start, count, search, filter }) => {
      const rows = Array.from({ length: 400 }, (_, index) => historyRowAt(index)).filter(
        (row) =>
          row.orderNumber.includes(search) &&
          (filter === "all" || (filter === "waiting" ? row.receivedAt === undefined : row.action === filter)),
      );
      return { total: rows.length, start, rows: rows.slice(start, start + count) };
    });
};

const refusedEntry: OutboxEntry = {
  commandId: sampleCommandId(900),
  type: "approve-order",
  orderId: rowAt(3).orderId,
  orderNumber: "CS-1003",
  customer: "Graphic Design Institute of Upper Austria",
  madeAt: before(1),
  verdict: {
    state: "refused",
    at: before(0.5),
    code: "already-decided",
    args: { person: ben.name, outcome: "rejected", at: before(4) },
  },
};

const historyRowAt = (index: number): HistoryRow => {
  const row = rowAt(index * 3 + 200);
  const action = pick(["approved", "approved", "rejected", "reversed", "approved"] as const, index);
  return {
    id: sampleCommandId(10_000 + index),
    orderId: row.orderId,
    orderNumber: row.number,
    customer: { organisationId: ada.organisationId, name: row.customer },
    amount: row.amount,
    action,
    stageRole: row.stageRole,
    person: {
      personId: personIdSchema.parse(index % 3 === 0 ? ben.id : ada.id),
      name: index % 3 === 0 ? ben.name : ada.name,
    },
    ...(action === "rejected"
      ? { reason: "The same licences were bought for this team in October; please use the seats that are free." }
      : {}),
    deviceId: deviceIdSchema.parse("device-ada"),
    madeAt: before(1 + index * 5),
    ...(index === 0 ? {} : { receivedAt: before(0.9 + index * 5) }),
    orderStatus: action === "rejected" ? "rejected" : "approved",
  };
};
