import { subscriptionApproversOf } from "#server/features/subscriptions/approvers.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import type { OrderEventKind, StoredEvent } from "#server/records/events/order-event.ts";
import { storedEventSchema } from "#server/records/events/order-event.ts";
import type { EventSubscriber } from "#server/records/events/subscriber.ts";
import { peopleAround } from "#server/records/orders/order-store.ts";
import type { Services } from "#server/records/services.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import { composeNotice } from "./compose.ts";
import { preferencesOf, queueMail } from "./mail-store.ts";
import { noticesFor } from "./notices.ts";
import { render } from "./render.ts";

const written: readonly OrderEventKind[] = [
  "order-placed",
  "stage-opened",
  "people-asked",
  "decision-reversed",
  "status-changed",
  "acceptance-stopped",
];

export const mailSubscriber: EventSubscriber = {
  queue: {
    name: "mail-event",
    payload: storedEventSchema,
    tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
  },
  wants: ({ kind }) => written.includes(kind),
};

/** Writes once to every active person whom an event concerns. */
export const notify = async (services: Services, stored: StoredEvent, appUrl: string | undefined): Promise<void> => {
  const { db, log } = services;
  const { tenantId, orderId, event } = stored;
  await inTransaction(db, async (tx) => {
    const row = await tx.selectFrom("orders").select("document").where("id", "=", orderId).executeTakeFirst();
    if (row === undefined) return;
    const order = row.document;
    const people = await peopleAround(tx, order);
    const { reseller } = order;
    const contacts = reseller && (await findSetting(tx, tenantId, "reseller-contacts", reseller.organisationId));
    const approvedBefore = await subscriptionApproversOf(tx, order.id);
    for (const notice of noticesFor(event, order, { people, contacts, approvedBefore })) {
      const person = people.find(({ id, isActive }) => id === notice.personId && isActive);
      if (person === undefined) continue;
      const reader = { person, preferences: await preferencesOf(tx, tenantId, person.id) };
      const isNew = await queueMail(tx, services, {
        tenantId,
        person,
        cause: `${notice.kind} of event ${stored.id}`,
        content: render(composeNotice(notice, { event, order, reader, appUrl })),
        thread: order.id,
        rule: notice.rule,
      });
      if (isNew && notice.rule !== undefined)
        log.info({ orderId, notice: notice.kind, rule: notice.rule }, "the recipient was chosen by this rule");
    }
  });
};
