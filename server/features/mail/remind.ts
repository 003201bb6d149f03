import { inTransaction } from "#server/foundation/db/retry.ts";
import { runIsolated } from "#server/foundation/jobs/run-isolated.ts";
import type { Services } from "#server/records/services.ts";

import { composeReminder } from "./compose.ts";
import { dueReaders } from "./due-readers.ts";
import { queueMail } from "./mail-store.ts";
import { render } from "./render.ts";
import { waitingOrdersOf } from "./waiting-orders.ts";

const remindIn = async (services: Services, tenantId: string, appUrl: string | undefined): Promise<void> => {
  const { db, clock, log } = services;
  const readers = await dueReaders(services, tenantId, clock.now());
  if (readers.size === 0) return;
  const waiting = await waitingOrdersOf(services, tenantId, readers);
  for (const [personId, reader] of readers) {
    const orders = waiting.get(personId);
    if (orders === undefined) continue;
    await runIsolated(log, { about: { personId }, failure: "a person could not be reminded" }, async () => {
      const { person, cause } = reader;
      const content = render(composeReminder(orders, reader, appUrl));
      await inTransaction(db, (tx) => queueMail(tx, services, { tenantId, person, cause, content }));
    });
  }
};

/** Reminds everybody with waiting orders, once a day (S43). Orders are read only if somebody's reminder is due. */
export const remind = async (services: Services, appUrl: string | undefined): Promise<void> => {
  const { db, log } = services;
  const tenants = await db.selectFrom("tenants").select("id").execute();
  for (const { id } of tenants)
    await runIsolated(log, { about: { tenantId: id }, failure: "the reminders of a network failed" }, () =>
      remindIn(services, id, appUrl),
    );
};
