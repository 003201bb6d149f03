import { v7 } from "uuid";

import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { stageToDecide } from "@countersign/shared/engine/approval/waiting.ts";

/** An approval as a device pushes it. */
export const commandFor = (
  { id: actorId }: Person,
  order: Order,
  numbered: Pick<Command, "deviceSeq"> & { readonly deviceId: string },
): Command =>
  commandSchema.parse({
    id: v7(),
    type: "approve-order",
    payload: { orderId: order.id, stageId: stageToDecide(order, actorId)?.id },
    actorId,
    ...numbered,
    madeAt: order.placedAt,
    basedOn: order.revision,
    protocol: newestProtocol,
    verdict: { state: "waiting" },
  });
