import { v7 } from "uuid";

import { newestProtocol } from "@countersign/shared/contract/protocol-version.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import type { Api } from "@countersign/server/testing/api.ts";

/** The seller, and the customer and requester whose orders the seller approves. */
export const seller = "marlow.finch@lanternfish.example";

const request: OrderRequest = {
  source: { system: "api" },
  requester: { email: "bench.buyer@bench.example", name: "Bench buyer" },
  customer: { externalId: "bench-customer", name: "Bench customer" },
  lines: [{ product: "Oven", quantity: "2", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
};

/** An order that waits for the seller. @throws Error if the seller is not asked. */
export const placeOrder = async (api: Api): Promise<{ id: string }> => {
  const { status, body } = await api.send("POST", "/v1/orders", request);
  if (status !== 201) throw new Error(`the order was not taken in: ${JSON.stringify(body)}`);
  return orderReceiptSchema.parse(body);
};

/** A device that numbers its decisions. */
export class Device {
  readonly id = v7();
  readonly #api: Api;
  #epoch: string | undefined;
  #last = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  approve(orderId: string): object {
    this.#last += 1;
    return {
      id: v7(),
      type: "approve-order",
      payload: { orderId, stageId: "stage-1" },
      actorId: this.#api.person.id,
      deviceId: this.id,
      deviceSeq: this.#last,
      madeAt: new Date().toISOString(),
      basedOn: 1,
      protocol: newestProtocol,
      verdict: { state: "waiting" },
    };
  }

  /** Like a connected device, it knows the epoch. */
  async push(commands: readonly object[]): Promise<void> {
    this.#epoch ??= await this.#api.epoch();
    const { commands: answered } = await this.#api.push(this.id, commands, this.#epoch);
    const refused = answered.find(({ verdict }) => verdict.state !== "accepted");
    if (refused !== undefined) throw new Error(`a decision was not accepted: ${JSON.stringify(refused.verdict)}`);
  }
}
