import { v7 } from "uuid";

import { seededRandom } from "@countersign/server/demo/random.ts";
import type { HttpApp } from "@countersign/server/foundation/http/http-app.ts";
import type { Services } from "@countersign/server/records/services.ts";
import type { TestPerson } from "@countersign/server/testing/network.ts";
import { idOf } from "@countersign/server/testing/network.ts";
import { newestProtocol, protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import type { Checkpoint, CollectionName, PullAnswer } from "@countersign/shared/contract/protocol.ts";
import { pullAnswerSchema, pushAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import type { ArrivedPage } from "#main/sync/arrived-page.ts";
import { Finding } from "#test/torture/torture.ts";

import type { Step } from "./steps.ts";

type Decision = Extract<Step, { does: "decide" }>;
type Push = Extract<Step, { does: "push" }>;

/** A client's state: documents by collection and id, and how far it has read. */
export class Device {
  readonly person: TestPerson;
  readonly id: string = v7();
  readonly documents = new Map<CollectionName, Map<string, unknown>>();
  /** Every command it ever made, in order. */
  readonly commands: Command[] = [];
  readonly #checkpoints = new Map<CollectionName, Checkpoint>();
  readonly #app: HttpApp;
  readonly #services: Services;

  constructor(person: TestPerson, app: HttpApp, services: Services) {
    this.person = person;
    this.#app = app;
    this.#services = services;
  }

  headers = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${(await this.#services.tokens.issue(idOf(this.person), null)).token}`,
    ...protocolHeaders,
    "content-type": "application/json",
  });

  /** @returns whether there may be more; `undefined` when the server does not let this person in. */
  async pull(collection: CollectionName, limit: number, arrived?: ArrivedPage): Promise<boolean | undefined> {
    const checkpoint = this.#checkpoints.get(collection);
    const answer = arrived?.take(checkpoint) ?? (await this.#ask(collection, limit, checkpoint));
    if (answer === undefined) return undefined;
    // Two pulls may run at once: the slower one must not set the device back.
    const now = this.#checkpoints.get(collection);
    if (now !== checkpoint) return true;
    const documents = this.documents.get(collection) ?? new Map<string, unknown>();
    this.documents.set(collection, documents);
    for (const row of answer.rows)
      if (row.deleted) documents.delete(row.id);
      else documents.set(String(row.document["id"]), row.document);
    this.#checkpoints.set(collection, answer.checkpoint);
    return answer.rows.length === limit;
  }

  async #ask(
    collection: CollectionName,
    limit: number,
    checkpoint: Checkpoint | undefined,
  ): Promise<PullAnswer | undefined> {
    const query = new URLSearchParams({ collection, limit: String(limit) });
    for (const [name, value] of Object.entries(checkpoint ?? {})) query.set(name, String(value));
    const { statusCode, payload } = await this.#app.inject({
      url: `/v1/sync/pull?${query}`,
      headers: await this.headers(),
    });
    if (statusCode === 401) return undefined;
    if (statusCode !== 200) throw new Finding(`a pull was answered ${statusCode}: ${payload}`);
    return pullAnswerSchema.parse(JSON.parse(payload));
  }

  /** Decides on an order that the device has, whether it is allowed or not. */
  decide({ order: position, how }: Decision): void {
    const orders = [...(this.documents.get("orders")?.values() ?? [])] as Order[];
    const order = orders[position % Math.max(orders.length, 1)];
    if (order === undefined) return;
    const { stages, decisions } = order.flow;
    const stageId = stages[position % Math.max(stages.length, 1)]?.id ?? "stage-1";
    const decisionId = decisions.at(-1)?.id ?? v7();
    const [type, payload] = {
      approve: ["approve-order", { orderId: order.id, stageId }],
      reject: ["reject-order", { orderId: order.id, stageId, reason: "No." }],
      reverse: ["reverse-decision", { orderId: order.id, decisionId }],
      comment: ["comment-on-order", { orderId: order.id, text: "Why?" }],
    }[how] as [string, Command["payload"]];
    this.commands.push(
      commandSchema.parse({
        id: v7(),
        type,
        payload,
        actorId: idOf(this.person),
        deviceId: this.id,
        deviceSeq: this.commands.length + 1,
        madeAt: "2026-11-20T08:00:00.000Z",
        basedOn: order.revision,
        protocol: newestProtocol,
        verdict: { state: "waiting" },
      }),
    );
  }

  get waiting(): Command[] {
    return this.commands.filter(({ verdict }) => verdict.state === "waiting");
  }

  async push({ how, salt }: Pick<Push, "how" | "salt">): Promise<void> {
    const { waiting } = this;
    if (waiting.length === 0) return;
    const sent = {
      all: waiting,
      shuffled: seededRandom(salt).shuffled(waiting),
      twice: [...waiting, ...waiting],
      tail: waiting.slice(1),
      cut: waiting,
      unheard: waiting,
    }[how];
    const headers = await this.headers();
    const session = await this.#app.inject({ url: "/v1/session", headers });
    if (session.statusCode === 401) return;
    const { epoch } = session.json<{ epoch: string }>();
    const text = JSON.stringify({ epoch, deviceId: this.id, commands: sent });
    const payload = how === "cut" ? text.slice(0, salt % text.length) : text;
    const { statusCode, payload: answer } = await this.#app.inject({
      method: "POST",
      url: "/v1/sync/push",
      headers,
      payload,
    });
    // A truncated body is refused, and so is a person locked out by now. Anything else is a failure.
    if (![200, 400, 401].includes(statusCode) || (statusCode === 400 && how !== "cut"))
      throw new Finding(`a push was answered ${statusCode}: ${answer}`);
    if (how === "unheard" || statusCode !== 200) return;
    for (const { id, verdict } of pushAnswerSchema.parse(JSON.parse(answer)).commands) {
      const index = this.commands.findIndex((command) => command.id === id);
      const own = this.commands[index];
      if (own !== undefined && verdict.state !== "waiting") this.commands[index] = { ...own, verdict };
    }
  }
}
