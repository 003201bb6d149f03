import { v7 } from "uuid";

import type { OrderReceipt, OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import { newestProtocol, protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import type { Checkpoint, CollectionName, PullAnswer, SyncedDocument } from "@countersign/shared/contract/protocol.ts";
import { pullAnswerSchema, pushAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { Command } from "@countersign/shared/domain/command.ts";
import { commandSchema } from "@countersign/shared/domain/command.ts";
import type { Clock, Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis } from "@countersign/shared/domain/instant.ts";
import type { Order } from "@countersign/shared/domain/order.ts";

import { seed } from "#server/demo/seed.ts";
import type { MailTransport, OutgoingMail } from "#server/features/mail/transport.ts";
import type { HttpApp } from "#server/foundation/http/http-app.ts";
import type { Log } from "#server/foundation/log/log.ts";
import { createLog } from "#server/foundation/log/log.ts";
import { buildApp } from "#server/node/app.ts";
import { createServices } from "#server/node/create-services.ts";
import { registerJobs } from "#server/node/register-jobs.ts";
import { inProcessPoke } from "#server/records/change-log/poke.ts";
import type { Services } from "#server/records/services.ts";

import type { TestDatabase } from "./database.ts";
import { startMigratedDatabase } from "./database.ts";
import type { HeldJobs } from "./held-jobs.ts";
import { heldJobs } from "./held-jobs.ts";
import type { TestPerson } from "./network.ts";
import { emailOf, idOf, testNetwork } from "./network.ts";

/** A clock that a test moves. */
export interface TestClock extends Clock {
  advance(millis: number): void;
}

const testClock = (): TestClock => {
  let millis = Date.UTC(2026, 10, 21, 9, 30);
  return {
    // Each reading advances it, so that later events have later times.
    now: () => instantFromMillis((millis += 1)),
    advance: (by) => {
      millis += by;
    },
  };
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

type Method = "DELETE" | "GET" | "PATCH" | "POST" | "PUT";

/** A person's device: numbers its commands and replicates. */
export class TestDevice {
  readonly id: string = v7();
  readonly #client: TestClient;
  #lastSeq = 0;

  constructor(client: TestClient) {
    this.#client = client;
  }

  command(type: string, payload: Record<string, unknown>, change: Record<string, unknown> = {}): Command {
    this.#lastSeq += 1;
    return {
      ...commandSchema.parse({
        id: v7(),
        type,
        payload,
        actorId: idOf(this.#client.name),
        deviceId: this.id,
        deviceSeq: this.#lastSeq,
        madeAt: "2026-11-20T08:00:00.000Z",
        basedOn: 1,
        protocol: newestProtocol,
        verdict: { state: "waiting" },
      }),
      ...change,
    };
  }

  approve({ id: orderId }: { readonly id: string }, stageId = "stage-1"): Command {
    return this.command("approve-order", { orderId, stageId });
  }

  reject({ id: orderId }: { readonly id: string }, reason: string, stageId = "stage-1"): Command {
    return this.command("reject-order", { orderId, stageId, reason });
  }

  reverse({ id: orderId }: { readonly id: string }, decisionId: string): Command {
    return this.command("reverse-decision", { orderId, decisionId });
  }

  /** Pushes and returns the verdicts, in the order of the commands. */
  async push(...commands: unknown[]): Promise<Command["verdict"][]> {
    const { status, body } = await this.send(commands);
    if (status !== 200) throw new Error(`The push failed: ${JSON.stringify(body)}`);
    return pushAnswerSchema.parse(body).commands.map(({ verdict }) => verdict);
  }

  async send(commands: readonly unknown[]): Promise<Answer> {
    const epoch = await this.#client.epoch();
    return this.#client.call("POST", "/v1/sync/push", { epoch, deviceId: this.id, commands });
  }
}

/** One signed-in person. */
export class TestClient {
  readonly name: TestPerson;
  readonly headers: Record<string, string>;
  readonly #app: HttpApp;

  constructor(app: HttpApp, name: TestPerson, token: string) {
    this.#app = app;
    this.name = name;
    this.headers = { authorization: `Bearer ${token}`, ...protocolHeaders };
  }

  async call(method: Method, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.#app.inject({
      method,
      url,
      headers: { ...this.headers, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const read = answer.payload === "" ? {} : answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, headers: answer.headers, body: read };
  }

  async epoch(): Promise<string> {
    const { body } = await this.call("GET", "/v1/session");
    return String(body["epoch"]);
  }

  async pull(collection: CollectionName, after?: Checkpoint, limit = 1_000): Promise<PullAnswer> {
    const query = new URLSearchParams({ collection, limit: String(limit) });
    if (after !== undefined) for (const [name, value] of Object.entries(after)) query.set(name, String(value));
    const { status, body } = await this.call("GET", `/v1/sync/pull?${query}`);
    if (status !== 200) throw new Error(`The pull failed: ${JSON.stringify(body)}`);
    return pullAnswerSchema.parse(body);
  }

  /** All documents of a collection that this person may see now. */
  async documents<Name extends CollectionName>(collection: Name): Promise<SyncedDocument<Name>[]> {
    const { rows } = await this.pull(collection, undefined, 5_000);
    return rows.flatMap((row) => (row.deleted ? [] : [row.document as SyncedDocument<Name>]));
  }

  async order(id: string): Promise<Order> {
    const order = (await this.documents("orders")).find((one) => one.id === id);
    if (order === undefined) throw new Error(`${this.name} does not see the order ${id}`);
    return order;
  }

  device(): TestDevice {
    return new TestDevice(this);
  }
}

/** An order for the bakery that one of its two approvers must approve. */
export const orderRequest = (change: Partial<OrderRequest> = {}): OrderRequest => ({
  source: { system: "api" },
  requester: { email: emailOf("carl") },
  customer: { externalId: "bakery" },
  lines: [{ product: "Oven", quantity: "2", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
  ...change,
});

export interface TestServer {
  readonly app: HttpApp;
  readonly services: Services;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly jobs: HeldJobs;
  /** The mails sent so far. */
  readonly mails: OutgoingMail[];
  signIn(name: TestPerson): Promise<TestClient>;
  /** Places an order as the distributor. */
  place(change?: Partial<OrderRequest>): Promise<OrderReceipt>;
  /** Does all background work that is due at the clock's time. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  readonly log?: Log;
  /** Used instead of keeping mails in `mails`. */
  readonly transport?: MailTransport;
  readonly metricsToken?: string;
}

/** The whole API on a real PostgreSQL with the test network, not listening on a port. */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const database = await startMigratedDatabase();
  const clock = testClock();
  const surroundings = { log: options.log ?? createLog("silent"), clock, ids: { next: () => v7() } };
  await seed(database.db, testNetwork, surroundings.ids);
  const jobs = heldJobs(clock);
  const services = await createServices(database.db, surroundings, { jobs, poke: inProcessPoke() });
  const mails: OutgoingMail[] = [];
  const transport: MailTransport = options.transport ?? {
    send: (mail) => {
      mails.push(mail);
      return Promise.resolve({ state: "sent" });
    },
  };
  const appUrl = "https://app.example/";
  const publicUrl = () => Promise.resolve("https://api.example");
  await registerJobs(services, { mail: { transport, appUrl, publicUrl } });
  const app = await buildApp(services, { isDemo: true, metricsToken: options.metricsToken, appUrl });
  const passwordOf = async (name: TestPerson): Promise<Instant | null> => {
    const found = database.db.selectFrom("passwords").select("set_at").where("person_id", "=", idOf(name));
    return (await found.executeTakeFirst())?.set_at ?? null;
  };
  const signIn = async (name: TestPerson): Promise<TestClient> =>
    new TestClient(app, name, (await services.tokens.issue(idOf(name), await passwordOf(name))).token);
  return {
    app,
    services,
    clock,
    database,
    jobs,
    mails,
    settle: async () => {
      for (let isDone = false; !isDone;) {
        services.events.wake();
        await services.events.idle();
        isDone = !(await jobs.runDue());
      }
    },
    signIn,
    place: async (change) => {
      const dora = await signIn("dora");
      const { status, body } = await dora.call("POST", "/v1/orders", orderRequest(change));
      if (status !== 201) throw new Error(`The order was not placed: ${JSON.stringify(body)}`);
      return orderReceiptSchema.parse(body);
    },
    stop: async () => {
      await app.close();
      await services.events.idle();
      await database.stop();
    },
  };
};
