import type { Browser } from "@playwright/test";

import type { OrderReceipt, OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import type { Order } from "@countersign/shared/domain/order.ts";
import { Window } from "#test/e2e/pages/window.ts";
import { Api } from "@countersign/server/testing/api.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";
import { lastingPort } from "@countersign/server/testing/lasting-port.ts";
import { makeDataFolder } from "@countersign/server/testing/prepared-data.ts";
import type { Program } from "@countersign/server/testing/program.ts";
import { startServer } from "@countersign/server/testing/program.ts";
import { startClient } from "#test/support/client-program.ts";
import type { SharedInbox } from "#test/support/shared-orders.ts";
import { findSharedInbox } from "#test/support/shared-orders.ts";

/** One person's application with its own data folder, and its window. */
export interface Desk {
  readonly window: Window;
  /** Kills the process and starts it again on the same data folder, with a new window. */
  crashAndRestart(environment?: NodeJS.ProcessEnv): Promise<Desk>;
  close(): Promise<void>;
}

/** A demo server and the desks of two people who share an inbox. */
export class Network {
  readonly shared: SharedInbox;
  readonly #browser: Browser;
  readonly #folder: TemporaryFolder;
  readonly #port: string;
  #server: Program | undefined;
  readonly #clients = new Set<Program>();
  readonly #applications = new Map<string | undefined, string>();

  private constructor(browser: Browser, folder: TemporaryFolder, server: Program, shared: SharedInbox) {
    this.#browser = browser;
    this.#folder = folder;
    this.#server = server;
    this.#port = new URL(server.ready.server).port;
    this.shared = shared;
  }

  static async start(browser: Browser): Promise<Network> {
    const folder = await temporaryFolder();
    const data = await makeDataFolder(`${folder.path}/server`, "demo");
    const server = await startServer(["--demo", "--data", data, "--port", String(await lastingPort())]);
    return new Network(browser, folder, server, await findSharedInbox(server.ready.server, server.ready.people));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get people(): readonly { readonly email: string; readonly role: string }[] {
    return this.#server?.ready.people ?? [];
  }

  /** Places an order as the distributor, who may place one for every customer. */
  async place(request: OrderRequest): Promise<OrderReceipt> {
    const { status, body } = await (await this.#operator()).send("POST", "/v1/orders", request);
    if (status !== 201) throw new Error(`the order was not taken in: ${JSON.stringify(body)}`);
    return orderReceiptSchema.parse(body);
  }

  /** The order as it is on the server now. */
  async order({ id }: Pick<OrderReceipt, "id">): Promise<Order> {
    const found = (await (await this.#operator()).pullAll("orders")).find((order) => order.id === id);
    if (found === undefined) throw new Error(`the distributor does not see the order ${id}`);
    return found;
  }

  #operator(): Promise<Api> {
    const distributor = this.people.find(({ role }) => role === "distributor");
    return Api.signIn(this.url, distributor?.email ?? "");
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async startServer(): Promise<void> {
    this.#server = await startServer(["--demo", "--data", `${this.#folder.path}/server`, "--port", this.#port]);
  }

  /** The address of an application of this person's, or of one that shows the start page; started once. */
  async application(email?: string): Promise<string> {
    const known = this.#applications.get(email);
    if (known !== undefined) return known;
    const data = `${this.#folder.path}/application-${this.#applications.size}`;
    const who = email === undefined ? [] : ["--as", email];
    const client = await startClient([...who, "--server", this.url, "--data", data, "--headless"]);
    this.#clients.add(client);
    const address = client.ready.app ?? "";
    this.#applications.set(email, address);
    return address;
  }

  async desk(email: string, name: string, environment: NodeJS.ProcessEnv = {}): Promise<Desk> {
    const data = `${this.#folder.path}/${name}`;
    const args = ["--as", email, "--server", this.url, "--data", data, "--headless"];
    const client = await startClient(args, environment);
    this.#clients.add(client);
    const page = await this.#browser.newPage();
    const window = new Window(page);
    await window.open(client.ready.app ?? "");
    const close = async (): Promise<void> => {
      await page.close();
      await client.stop();
      this.#clients.delete(client);
    };
    return {
      window,
      close,
      crashAndRestart: async (changed = {}) => {
        await client.kill();
        this.#clients.delete(client);
        await page.close();
        return this.desk(email, name, changed);
      },
    };
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) await client.stop();
    await this.stopServer();
    await this.#folder[Symbol.asyncDispose]();
  }
}
