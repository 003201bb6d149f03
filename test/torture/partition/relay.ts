import type { Socket } from "node:net";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import type { Random } from "@countersign/server/demo/random.ts";

import type { Fault } from "./faults.ts";
import { none } from "./faults.ts";

/** What a relay asks about the exchanges that pass through it. */
export interface Exchanges {
  /** The fault of an exchange, chosen by its first bytes, immediately. */
  faultOf(request: string): Fault;
  /** Called with the beginning of the answer, before any of it is passed on. */
  onAnswer(request: string, answer: string): void;
  /** Ends the program behind the relay, now. */
  kill(): void;
}

const mostPieces = 40;

const beginningOf = (bytes: Buffer): string => bytes.subarray(0, 160).toString("latin1");

/** One direction: everything in order, however long each piece takes. */
class Pipe {
  readonly #to: Socket;
  readonly #random: Random;
  #last: Promise<void> = Promise.resolve();

  constructor(to: Socket, random: Random) {
    this.#to = to;
    this.#random = random;
  }

  send(bytes: Buffer, fault: Fault): void {
    this.#last = this.#last.then(() => this.#write(bytes, fault));
  }

  /** Runs something once everything sent so far has been passed on. */
  whenSent(act: () => void): void {
    this.#last = this.#last.then(act);
  }

  async #write(bytes: Buffer, fault: Fault): Promise<void> {
    if (fault.kind === "slow") await pause(fault.millis * (0.5 + this.#random.next()));
    const size = fault.kind === "trickle" ? Math.max(fault.bytes, Math.ceil(bytes.length / mostPieces)) : bytes.length;
    for (let at = 0; at < bytes.length && this.#to.writable; at += size) {
      this.#to.write(bytes.subarray(at, at + size));
      if (fault.kind === "trickle") await pause(3);
    }
  }
}

/**
 * One connection through the proxy. It knows nothing of the protocol except that one side asks and the other answers:
 * what the first sends after an answer begins another exchange, with a fault of its own.
 */
export class Relay {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #exchanges: Exchanges;
  readonly #toClient: Pipe;
  readonly #toServer: Pipe;
  #speaking: "client" | "server" = "server";
  #request = "";
  #fault: Fault = none;
  #answerPieces = 0;
  /** Half open: everything that arrives is dropped, and neither side learns that the other is gone. */
  #isDeaf = false;

  constructor(client: Socket, port: number, exchanges: Exchanges, random: Random) {
    this.#client = client;
    this.#server = connect({ port, host: "127.0.0.1" });
    this.#exchanges = exchanges;
    this.#toClient = new Pipe(client, random);
    this.#toServer = new Pipe(this.#server, random);
    client.on("data", (bytes) => this.#asked(bytes));
    this.#server.on("data", (bytes) => this.#answered(bytes));
    client.on("error", () => this.#server.destroy());
    this.#server.on("error", () => this.reset());
    client.on("close", () => this.#server.destroy());
    this.#server.on("end", () => {
      if (!this.#isDeaf) this.#toClient.whenSent(() => client.end());
    });
  }

  reset(): void {
    if (this.#isDeaf) return;
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  /** Ends it in any state. */
  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #asked(bytes: Buffer): void {
    if (this.#isDeaf) return;
    if (this.#speaking === "server") {
      this.#speaking = "client";
      this.#answerPieces = 0;
      this.#request = bytes.toString("latin1");
      this.#fault = this.#exchanges.faultOf(this.#request);
    }
    const fault = this.#fault;
    if (fault.kind === "reset") return this.reset();
    if (fault.kind === "cut request") {
      this.#toServer.send(bytes.subarray(0, Math.floor(bytes.length * fault.share)), fault);
      return this.#toServer.whenSent(() => this.reset());
    }
    if (fault.kind === "silence" && !fault.isDelivered) this.#isDeaf = true;
    else this.#toServer.send(bytes, fault);
  }

  #answered(bytes: Buffer): void {
    if (this.#isDeaf) return;
    this.#speaking = "server";
    if (this.#answerPieces === 0) this.#exchanges.onAnswer(this.#request, beginningOf(bytes));
    this.#answerPieces += 1;
    const fault = this.#fault;
    switch (fault.kind) {
      case "killed":
        this.#exchanges.kill();
        return this.reset();
      case "lost answer":
        return this.reset();
      case "cut answer":
        this.#toClient.send(bytes.subarray(0, Math.floor(bytes.length * fault.share)), fault);
        return this.#toClient.whenSent(() => {
          if (fault.ending === "reset") return this.reset();
          this.#client.end();
          this.#server.destroy();
        });
      case "silence":
        if (this.#answerPieces > fault.answerPieces) this.#isDeaf = true;
        else this.#toClient.send(bytes, fault);
        return;
      default:
        this.#toClient.send(bytes, fault);
    }
  }
}
