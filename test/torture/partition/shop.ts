import { setTimeout as pause } from "node:timers/promises";

import type { Tokens } from "@countersign/server/records/sessions/tokens.ts";
import type { TestPerson } from "@countersign/server/testing/network.ts";
import { emailOf, idOf } from "@countersign/server/testing/network.ts";
import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import type { OrderId } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import { Finding } from "#test/torture/torture.ts";

const answerMillis = 4_000;
const pauseMillis = 150;
const mostTries = 400;

interface Request {
  readonly as: TestPerson;
  readonly method: "POST" | "PATCH";
  readonly path: string;
  readonly body: unknown;
  readonly key?: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const orderRequest = (): OrderRequest => ({
  source: { system: "api" },
  requester: { email: emailOf("carl") },
  customer: { externalId: "bakery" },
  lines: [{ product: "Oven", quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
  levelAmounts: [
    { role: "distributor", total: { amountMinor: 50_000, currency: "EUR" } },
    { role: "reseller", total: { amountMinor: 55_000, currency: "EUR" } },
  ],
});

/** The partners' own software: it sends what people do elsewhere, and repeats each request until it is answered. */
export class Shop {
  /** Every order that the server has confirmed. */
  readonly placed: OrderId[] = [];
  readonly #port: () => number;
  readonly #tokens: Tokens;
  readonly #suffix: string;
  #sent = 0;
  #refused = 0;
  #delegations = 0;

  constructor(port: () => number, tokens: Tokens, suffix: string) {
    this.#port = port;
    this.#tokens = tokens;
    this.#suffix = suffix;
  }

  /** How many orders it has sent that were not refused, each with its own key. */
  get sent(): number {
    return this.#sent - this.#refused;
  }

  /** Places an order. If nobody at its reseller could approve it, it must be refused and not exist. */
  async place(): Promise<OrderId | undefined> {
    this.#sent += 1;
    const key = `order-${this.#suffix}-${this.#sent}`;
    const { status, body } = await this.#untilAnswered({
      as: "dora",
      method: "POST",
      path: "/v1/orders",
      body: orderRequest(),
      key,
    });
    if (status === 422 && JSON.stringify(body).includes(`"no-approver"`)) {
      this.#refused += 1;
      return undefined;
    }
    if (status !== 201) throw new Finding(`an order was answered with ${status}: ${JSON.stringify(body)}`);
    const id = orderIdSchema.parse(orderReceiptSchema.parse(body).id);
    this.placed.push(id);
    return id;
  }

  /** How many absences it has planned, each with its own key. */
  get delegations(): number {
    return this.#delegations;
  }

  async delegate(): Promise<void> {
    this.#delegations += 1;
    const body = {
      substitute: idOf("mona"),
      validFrom: "2099-01-01T00:00:00.000Z",
      validUntil: "2099-02-01T00:00:00.000Z",
    };
    const key = `delegation-${this.#suffix}-${this.#delegations}`;
    const answer = await this.#untilAnswered({ as: "carl", method: "POST", path: "/v1/delegations", body, key });
    if (answer.status !== 201) throw new Finding(`a delegation was answered with ${JSON.stringify(answer)}`);
  }

  /** A change that waiting orders or the person's other rights do not allow is refused; then nothing has happened. */
  async change(person: TestPerson, change: PersonChange): Promise<number> {
    const path = `/v1/people/${idOf(person)}`;
    const { status, body } = await this.#untilAnswered({ as: "dora", method: "PATCH", path, body: change });
    if (![200, 409, 422].includes(status))
      throw new Finding(`a change of rights was answered with ${status}: ${JSON.stringify(body)}`);
    return status;
  }

  async #untilAnswered(request: Request): Promise<Answer> {
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const answer = await this.#send(request);
      const isUnderWay = answer?.status === 409 && JSON.stringify(answer.body).includes("request-in-progress");
      if (answer !== undefined && answer.status < 500 && !isUnderWay) return answer;
      await pause(pauseMillis);
    }
    throw new Finding(`${request.path} was never answered`);
  }

  /** `undefined` when the answer did not arrive, or not whole. */
  async #send({ as, method, path, body, key }: Request): Promise<Answer | undefined> {
    const { token } = await this.#tokens.issue(idOf(as), null);
    try {
      const response = await fetch(`http://127.0.0.1:${this.#port()}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerMillis),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return undefined;
    }
  }
}
