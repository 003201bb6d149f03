import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

import type { TestPerson } from "@countersign/server/testing/network.ts";
import { programFile } from "@countersign/server/testing/program.ts";
import type { CommandId } from "@countersign/shared/domain/ids.ts";

import { Finding } from "#test/torture/torture.ts";

import type { Act, DeviceDocuments, DeviceRequest, DeviceSettings, DeviceState } from "./device-messages.ts";
import { documentsSchema, decisionResultSchema, stateSchema } from "./device-messages.ts";
import type { Mutant } from "./mutants.ts";
import { environmentOf } from "./mutants.ts";

const replySchema = z.strictObject({ number: z.int(), result: z.unknown() });

/** The program's process was killed before it answered. */
class Killed extends Error {
  override readonly name = "Killed";
}

/** One run of the program, until it is killed. */
class Process {
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #errors: string[] = [];
  #number = 0;

  constructor(settings: DeviceSettings, mutant: Mutant | undefined) {
    const changed = environmentOf(mutant, "device");
    const program = programFile("test/torture/partition/device-program.ts", changed);
    this.#child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, ...changed },
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#errors.push(text));
    this.#child.on("message", (message) => {
      const { number, result } = replySchema.parse(message);
      this.#asked.get(number)?.resolve(result);
      this.#asked.delete(number);
    });
    this.#child.once("exit", () => {
      for (const { reject } of this.#asked.values()) reject(this.#whyEnded());
    });
  }

  /** Resolves when the program is ready. */
  started(): Promise<unknown> {
    return this.#answer(0);
  }

  ask(request: DeviceRequest): Promise<unknown> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.reject(this.#whyEnded());
    this.#number += 1;
    const answer = this.#answer(this.#number);
    this.#child.send({ number: this.#number, request });
    return answer;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  #answer(number: number): Promise<unknown> {
    const asked = Promise.withResolvers<unknown>();
    this.#asked.set(number, asked);
    return asked.promise;
  }

  #whyEnded(): Error {
    return this.#child.signalCode === "SIGKILL"
      ? new Killed("killed")
      : new Finding(`the application ended by itself: ${this.#errors.join("")}`);
  }
}

/** The real application of one person, in a separate process. */
export class Device {
  readonly person: TestPerson;
  /** Every decision that the person was told is kept. */
  readonly acknowledged = new Set<CommandId>();
  readonly #settings: DeviceSettings;
  readonly #mutant: Mutant | undefined;
  #process: Process | undefined;

  constructor(person: TestPerson, settings: DeviceSettings, mutant?: Mutant) {
    this.person = person;
    this.#settings = settings;
    this.#mutant = mutant;
  }

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  async start(): Promise<void> {
    if (this.#process !== undefined) return;
    this.#process = new Process(this.#settings, this.#mutant);
    await this.#process.started();
  }

  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    await running?.kill();
  }

  /** Decides on an order that the device has. @returns the result; `undefined` when the device is off. */
  async decide(position: number, how: Act): Promise<string> {
    const answer = await this.#ask({ ask: "decide", position, how });
    if (answer === undefined) return "the device is off";
    const made = decisionResultSchema.parse(answer);
    if ("kept" in made) this.acknowledged.add(made.kept);
    return JSON.stringify(made);
  }

  async wake(): Promise<void> {
    await this.#ask({ ask: "wake" });
  }

  /** Signs in, as a person does at the start page; does nothing if somebody is signed in. */
  async signIn(): Promise<void> {
    await this.#ask({ ask: "sign in" });
  }

  async state(): Promise<DeviceState> {
    return stateSchema.parse(await this.#ask({ ask: "state" }));
  }

  async documents(): Promise<DeviceDocuments> {
    return documentsSchema.parse(await this.#ask({ ask: "documents" }));
  }

  async #ask(request: DeviceRequest): Promise<unknown> {
    try {
      return await this.#process?.ask(request);
    } catch (error) {
      if (error instanceof Killed) return undefined;
      throw error;
    }
  }
}
