import type { DesktopApp } from "#main/app.ts";
import { serveWindow } from "#main/bridge.ts";
import type { CallInput, CallName, MainMessage, TopicName, TopicParams } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

type Outcome = Result<unknown, AppError>;

/** The application's window without a screen: the same messages, without a process boundary. */
export class BenchWindow implements Disposable {
  readonly #connection;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  readonly #followed = new Map<number, (outcome: Outcome) => void>();
  #lastId = 0;

  constructor(app: DesktopApp) {
    this.#connection = serveWindow(app, { send: (message) => this.#take(message) }, console.error);
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Outcome> {
    const id = this.#nextId();
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#connection.receive({ kind: "call", id, name, input });
    });
  }

  /** Returns the function that ends it. */
  follow<Name extends TopicName>(name: Name, params: TopicParams<Name>, onUpdate: (outcome: Outcome) => void) {
    const id = this.#nextId();
    this.#followed.set(id, onUpdate);
    this.#connection.receive({ kind: "follow", id, name, params });
    return (): void => {
      this.#followed.delete(id);
      this.#connection.receive({ kind: "unfollow", id });
    };
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #take(message: MainMessage): void {
    if (message.kind === "result") {
      this.#waiting.get(message.id)?.(message.outcome);
      this.#waiting.delete(message.id);
    }
    if (message.kind === "update") this.#followed.get(message.id)?.(message.outcome);
  }
}
