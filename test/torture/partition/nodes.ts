import { startServer } from "@countersign/server/testing/program.ts";
import type { Program } from "@countersign/server/testing/program.ts";

import type { Random } from "@countersign/server/demo/random.ts";

import type { Fault } from "./faults.ts";
import { none } from "./faults.ts";
import { Gate } from "./gate.ts";
import type { Journal } from "./journal.ts";
import type { Mutant } from "./mutants.ts";
import { environmentOf } from "./mutants.ts";
import { SentStatements } from "./sent-statements.ts";

/**
 * What happens to a commit between a node and its database: to the next one whose transaction inserts into this table. A
 * push inserts into the history first.
 */
export interface CommitFault {
  readonly of: "history" | "orders" | "delegations";
  /** `reset`: it is not delivered. `lost answer`: it is done, but the node does not learn of it. */
  readonly how: "reset" | "lost answer";
}

export interface NodeOptions {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly random: Random;
  readonly journal: Journal;
  readonly mutant?: Mutant | undefined;
}

/** One server process, as `npm run server` starts it, whose way to the database can be cut. */
export class ServerNode {
  readonly name: string;
  readonly #options: NodeOptions;
  #gate: Gate | undefined;
  #program: Program | undefined;
  #starting: Promise<void> | undefined;
  #atCommit: CommitFault | undefined;

  constructor(name: string, options: NodeOptions) {
    this.name = name;
    this.#options = options;
  }

  /** `undefined` while it is down. */
  get port(): number | undefined {
    return this.#program && Number(new URL(this.#program.ready.server).port);
  }

  /** It should be up, but ended by itself. */
  get hasFailed(): boolean {
    return this.#program?.isRunning === false;
  }

  /** Its log since it was last started. */
  get messages(): string {
    return this.#program?.messages() ?? "";
  }

  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async kill(): Promise<void> {
    const program = this.#program;
    this.#program = undefined;
    if (program === undefined) return;
    this.#options.journal.note(`node ${this.name} is killed`);
    await program.kill();
  }

  loseCommit(fault: CommitFault): void {
    this.#atCommit = fault;
  }

  forgetCommitFault(): void {
    this.#atCommit = undefined;
  }

  cutDatabase(): void {
    this.#gate?.resetAll();
  }

  async close(): Promise<void> {
    await this.#starting;
    await this.kill();
    this.#gate?.close();
  }

  async #start(): Promise<void> {
    if (this.#program !== undefined) return;
    const { databaseUrl, folder, mutant } = this.#options;
    this.#gate ??= await this.#openGate();
    const url = new URL(databaseUrl);
    url.port = String(this.#gate.port);
    this.#program = await startServer(["--demo", "--port", "0", "--data", `${folder}/${this.name}`], {
      DATABASE_URL: url.href,
      ...environmentOf(mutant, "node"),
    });
    this.#options.journal.note(`node ${this.name} is up`);
  }

  #openGate(): Promise<Gate> {
    const { databaseUrl, random, journal } = this.#options;
    const port = Number(new URL(databaseUrl).port);
    const faults = (): ((request: string) => Fault) => {
      const statements = new SentStatements();
      return (request) => {
        const isCommit = statements.note(request);
        const fault = this.#atCommit;
        const isMeant = isCommit && fault !== undefined && statements.hasInserted(fault.of);
        if (isCommit) statements.clear();
        if (!isMeant) return none;
        this.#atCommit = undefined;
        journal.note(`node ${this.name}: ${fault.how} at a commit of ${fault.of}`);
        return { kind: fault.how };
      };
    };
    return Gate.open(() => ({ port, faultOf: faults(), onAnswer: () => {}, kill: () => {} }), random);
  }
}
