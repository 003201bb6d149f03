import { v7 } from "uuid";

import type { Command } from "#shared/domain/command.ts";
import { commandSchema } from "#shared/domain/command.ts";
import { newestProtocol } from "#shared/contract/protocol-version.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Person } from "#shared/domain/people.ts";
import { askingStage } from "#shared/engine/waiting.ts";

/** An approval as a device would push it. */
export const commandFor = (
  { id: actor }: Person,
  order: Order,
  numbered: Pick<Command, "deviceSeq"> & { readonly deviceId: string },
): Command =>
  commandSchema.parse({
    id: v7(),
    type: "approve-order",
    payload: { orderId: order.id, stageId: askingStage(order, actor)?.id },
    actor,
    ...numbered,
    madeAt: order.placedAt,
    basedOn: order.revision,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  });
