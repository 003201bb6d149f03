import type { OrderId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";

import type { Tx } from "#server/db/database.ts";
import { namedBy } from "#server/scope/audience.ts";
import { sharedScope } from "#server/scope/scope-lock.ts";

/** The order as it stands, locked until the end of the transaction, and with it who may see it. */
export const lockOrder = async (tx: Tx, tenantId: string, id: OrderId): Promise<Order | undefined> => {
  const row = await tx
    .selectFrom("orders")
    .select(["document", sharedScope(tenantId).as("scope")])
    .where("id", "=", id)
    .where("tenant_id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst();
  return row?.document;
};

/** Stores a locked order's next revision. */
export const replaceOrder = async (tx: Tx, order: Order): Promise<void> => {
  await tx
    .updateTable("orders")
    .set({ revision: order.revision, document: JSON.stringify(order) })
    .where("id", "=", order.id)
    .execute();
};

/** Everyone who can have to do with the order: whom it names, and the people of its organisations. */
export const peopleAround = async (tx: Tx, order: Order): Promise<Person[]> => {
  const organisations = [order.customer, order.reseller, order.distributor].flatMap((one) =>
    one === undefined ? [] : [one.organisationId],
  );
  const rows = await tx
    .selectFrom("people")
    .select("document")
    .where((person) =>
      person.or([person("organisation_id", "in", organisations), person("id", "in", [...namedBy(order)])]),
    )
    .execute();
  return rows.map(({ document }) => document);
};
