import { setTimeout as pause } from "node:timers/promises";
import { v7 } from "uuid";

import { instantFromDate } from "@countersign/shared/domain/instant.ts";

import type { Random } from "@countersign/server/demo/random.ts";
import { seededRandom } from "@countersign/server/demo/random.ts";
import { signingKey } from "@countersign/server/records/sessions/signing-key.ts";
import { signedTokens } from "@countersign/server/records/sessions/tokens.ts";
import { emailOf } from "@countersign/server/testing/network.ts";
import type { TemporaryFolder } from "@countersign/server/testing/folder.ts";
import { temporaryFolder } from "@countersign/server/testing/folder.ts";

import type { Databases, RunDatabase } from "./databases.ts";
import { Device } from "./device.ts";
import type { Fault } from "./faults.ts";
import { faultFor, none } from "./faults.ts";
import type { Route } from "./gate.ts";
import { Gate } from "./gate.ts";
import { Journal } from "./journal.ts";
import type { Mutant } from "./mutants.ts";
import { ServerNode } from "./nodes.ts";
import { Shop } from "./shop.ts";
import { devicesOf, nodeNames } from "./steps.ts";

const surroundings = { clock: { now: () => instantFromDate(new Date()) }, ids: { next: () => v7() } };

/** The exchange after which a node is killed. */
const beginnings = {
  push: "POST /v1/sync/push",
  order: "POST /v1/orders ",
  delegation: "POST /v1/delegations ",
} as const;

interface Kill {
  readonly of: keyof typeof beginnings;
  readonly downMillis: number;
}

/** Three nodes on one database, devices and a shop, and the proxies between them. */
export class Site {
  readonly journal = new Journal();
  readonly nodes: readonly ServerNode[];
  readonly shop: Shop;
  /** The answers with a server error. */
  readonly failures: string[] = [];
  devices: readonly Device[] = [];
  /** While this is set, connections and answers pass unchanged. */
  isCalm = true;
  readonly database: RunDatabase;
  readonly #folder: TemporaryFolder;
  readonly #gates: Gate[] = [];
  readonly #random: Random;
  #kill: Kill | undefined;
  readonly #restarts = new Set<Promise<void>>();

  private constructor(seed: number, database: RunDatabase, folder: TemporaryFolder, shop: Shop, mutant?: Mutant) {
    this.database = database;
    this.#folder = folder;
    this.#random = seededRandom(seed, 1);
    this.shop = shop;
    this.nodes = nodeNames.map(
      (name, index) =>
        new ServerNode(name, {
          databaseUrl: database.url,
          folder: folder.path,
          random: seededRandom(seed, 10 + index),
          journal: this.journal,
          mutant,
        }),
    );
  }

  static async open(databases: Databases, seed: number, mutant?: Mutant): Promise<Site> {
    const [database, folder] = await Promise.all([databases.copy(), temporaryFolder()]);
    const tokens = signedTokens(await signingKey(database.db, surroundings), surroundings.clock);
    const gates: Gate[] = [];
    const shop = new Shop(() => gates[0]?.port ?? 0, tokens, String(seed));
    const site = new Site(seed, database, folder, shop, mutant);
    await Promise.all(site.nodes.map((node) => node.start()));
    gates.push(await site.#openGate(seed, 0, "the shop"));
    site.devices = await Promise.all(
      devicesOf.map(async (person, index) => {
        const gate = await site.#openGate(seed, 1 + index, `${person} (${index})`);
        const settings = {
          server: `http://127.0.0.1:${gate.port}`,
          directory: `${folder.path}/device-${index}`,
          email: emailOf(person),
          seed: seed + index,
        };
        const device = new Device(person, settings, mutant);
        await device.start();
        return device;
      }),
    );
    return site;
  }

  /** The node that stores the next push, or order, is killed before its answer is out. */
  killAfterCommit(kill: Kill): void {
    this.#kill = kill;
  }

  killNode(node: ServerNode, downMillis: number): void {
    const down = async (): Promise<void> => {
      await node.kill();
      await pause(downMillis);
      await node.start();
    };
    this.#later(down());
  }

  killDevice(device: Device, downMillis: number): void {
    const down = async (): Promise<void> => {
      await device.kill();
      await pause(downMillis);
      await device.start();
    };
    this.#later(down());
  }

  cutNetwork(): void {
    for (const gate of this.#gates) gate.resetAll();
  }

  /** Ends all faults, and waits until everything that was killed is back. Half-open connections stay half open. */
  async calm(): Promise<void> {
    this.isCalm = true;
    this.#kill = undefined;
    for (const node of this.nodes) node.forgetCommitFault();
    await Promise.all(this.#restarts);
    await Promise.all([...this.nodes, ...this.devices].map((each) => each.start()));
  }

  async close(): Promise<void> {
    this.isCalm = true;
    await Promise.allSettled(this.#restarts);
    await Promise.all(this.devices.map((device) => device.kill()));
    await Promise.all(this.nodes.map((node) => node.close()));
    for (const gate of this.#gates) gate.close();
    await this.database.drop();
    await this.#folder[Symbol.asyncDispose]();
  }

  #later(restart: Promise<void>): void {
    const noted = restart.catch((error: unknown) => this.journal.note(`a restart failed: ${String(error)}`));
    this.#restarts.add(noted);
    void noted.then(() => this.#restarts.delete(noted));
  }

  async #openGate(seed: number, number: number, whose: string): Promise<Gate> {
    const random = seededRandom(seed, 100 + number);
    const gate = await Gate.open(() => this.#route(random, whose), random);
    this.#gates.push(gate);
    return gate;
  }

  /** Like a load balancer: any node that is up, and occasionally one that is not. */
  #route(random: Random, whose: string): Route {
    const up = this.nodes.filter(({ port }) => port !== undefined);
    const node = random.pick(up.length > 0 && random.chance(0.9) ? up : this.nodes);
    return {
      port: node.port,
      faultOf: (request) => this.#faultOf(request, random, whose),
      onAnswer: (request, answer) => this.#look(request, answer, node),
      kill: () => this.killNode(node, this.#random.integer(200, 2_000)),
    };
  }

  #faultOf(request: string, random: Random, whose: string): Fault {
    const [name = ""] = request.split(" HTTP/");
    if (this.#kill !== undefined && request.startsWith(beginnings[this.#kill.of])) {
      this.#kill = undefined;
      this.journal.note(`${whose}, ${name}: killed after the commit`);
      return { kind: "killed" };
    }
    if (this.isCalm) return none;
    const fault = faultFor(request, random);
    if (fault.kind !== "none") this.journal.note(`${whose}, ${name.slice(0, 60)}: ${JSON.stringify(fault)}`);
    return fault;
  }

  #look(request: string, answer: string, node: ServerNode): void {
    const status = /^HTTP\/1\.1 (5\d\d)/.exec(answer)?.[1];
    if (status === undefined) return;
    const failure = `node ${node.name} answered ${request.split(" HTTP/")[0]} with ${status}`;
    this.failures.push(failure);
    this.journal.note(failure);
  }
}
