import { BehaviorSubject } from "rxjs";

import type { ServerClient } from "#main/sync/server-client.ts";
import type { SessionView } from "@countersign/shared/contract/views.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import type { Closable, Guest, SessionEvent, SessionState, StartPageContent } from "./state.ts";
import type { Impossible } from "./table.ts";
import { next } from "./table.ts";
import { sessionView } from "./view.ts";

/** How often the start page asks again for a server that cannot be reached, in milliseconds. */
const startPageRetry = 3_000;

/** Who uses the application: the table's state, and the effects of each change. */
export class AppSession<Open extends Closable> {
  readonly #view = new BehaviorSubject<SessionView>({ state: "opening" });
  /** The start page's next attempt to reach a server that could not be reached. */
  readonly #lookAgain: (client: ServerClient, page: StartPageContent) => void;
  #state: SessionState<Open>;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: ServerClient | undefined, lookAgain: (client: ServerClient, page: StartPageContent) => void) {
    this.#state = client === undefined ? { name: "starting" } : { name: "entering", client };
    this.#lookAgain = lookAgain;
  }

  get state(): SessionState<Open> {
    return this.#state;
  }

  get view$(): BehaviorSubject<SessionView> {
    return this.#view;
  }

  get client(): ServerClient | undefined {
    return "client" in this.#state ? this.#state.client : undefined;
  }

  get guest(): Guest | undefined {
    return this.#state.name === "signed-in" ? this.#state.guest : undefined;
  }

  get workspace(): Open | undefined {
    return this.#state.name === "signed-in" ? this.#state.workspace : undefined;
  }

  /** Whether the result of something begun with this server is still wanted. */
  isAt(client: ServerClient): boolean {
    return this.client === client;
  }

  /** Moves to the state after an event, at once; resolves when the workspace that it left is closed. */
  async on(event: SessionEvent<Open>): Promise<Result<SessionState<Open>, Refusal<Impossible>>> {
    const after = next(this.#state, event);
    if (!after.ok) return after;
    const before = this.#state;
    this.#state = after.value;
    await this.#perform(before, after.value);
    return ok(after.value);
  }

  async #perform(before: SessionState<Open>, after: SessionState<Open>): Promise<void> {
    clearTimeout(this.#timer);
    if (after.name === "signed-out" && !after.page.isReached) {
      const { client, page } = after;
      this.#timer = setTimeout(() => this.#lookAgain(client, page), startPageRetry);
    }
    const view = sessionView(after);
    if (view !== undefined) this.#view.next(view);
    try {
      if (before.name === "signed-in") await before.workspace.close();
    } finally {
      if (after.name === "closed") this.#view.complete();
    }
  }
}
