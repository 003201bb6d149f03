import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

import type { WorkspaceTopic } from "#main/views/touched-by.ts";
import type { TopicParams, TopicValue } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { Side } from "./versions.ts";

const replySchema = z.object({ number: z.int(), result: z.unknown(), error: z.string().optional() });

export interface DeviceSettings {
  readonly server: string;
  readonly directory: string;
  readonly email: string;
}

/** One version of the application without a window, as a process; the file in its folder outlives it. */
export class Device {
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #errors = "";
  #number = 0;

  private constructor({ script, environment }: Side, settings: DeviceSettings) {
    this.#child = spawn(process.execPath, [script, JSON.stringify(settings)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, ...environment },
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#errors += text));
    this.#child.on("message", (message) => {
      const { number, result, error } = replySchema.parse(message);
      const asked = this.#asked.get(number);
      if (error === undefined) asked?.resolve(result);
      else asked?.reject(new Error(error));
    });
    this.#child.once("exit", () => {
      for (const { reject } of this.#asked.values()) reject(new Error(`the device ended: ${this.#errors}`));
    });
  }

  static async start(side: Side, settings: DeviceSettings): Promise<Device> {
    const device = new Device(side, settings);
    await device.#answer(0);
    return device;
  }

  /** A view of the version; an older one contains less than the type says. */
  async view<Name extends WorkspaceTopic>(name: Name, params: TopicParams<Name>): Promise<TopicValue<Name>> {
    return (await this.#ask({ ask: "view", name, params })) as TopicValue<Name>;
  }

  async decide(type: string, payload: object): Promise<Result<string, AppError>> {
    return (await this.#ask({ ask: "decide", type, payload })) as Result<string, AppError>;
  }

  async sync(): Promise<void> {
    await this.#ask({ ask: "sync" });
  }

  /** Ends cleanly, as before the installation of another version. */
  async stop(): Promise<void> {
    await this.#ask({ ask: "close" });
    await this.kill();
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  #ask(request: object): Promise<unknown> {
    this.#number += 1;
    const answer = this.#answer(this.#number);
    this.#child.send({ number: this.#number, request });
    return answer;
  }

  #answer(number: number): Promise<unknown> {
    const asked = Promise.withResolvers<unknown>();
    this.#asked.set(number, asked);
    return asked.promise.finally(() => this.#asked.delete(number));
  }
}
