import { BehaviorSubject } from "rxjs";
import type { RxStorage } from "rxdb";

import type { DamagedFiles } from "#main/store/open-store.ts";
import { storeErrorOf } from "#main/store/store-error.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import type { Fetch, Patience } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import type { SecretStore } from "#shared/contract/host.ts";
import { demoPeopleAnswerSchema, sessionAnswerSchema } from "#shared/contract/protocol.ts";
import type { DemoPerson } from "#shared/contract/protocol.ts";
import type { AppError, SessionView } from "#shared/contract/views.ts";
import type { IdSource } from "#shared/domain/ids.ts";
import type { Clock } from "#shared/domain/instant.ts";
import type { Person } from "#shared/domain/people.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import { Profiles } from "./profiles.ts";
import { Workspace } from "./workspace.ts";

export interface AppOptions {
  readonly server: string;
  /** The data folder: profiles, and one store per person. */
  readonly directory: string;
  readonly storage: RxStorage<unknown, unknown>;
  readonly damagedFiles: DamagedFiles;
  readonly secrets: SecretStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: () => number;
  /** How long a server that says nothing is waited for; without it as long as suits people. */
  readonly patience?: Patience;
}

/** How often the start page asks again for a server that cannot be reached, in milliseconds. */
const startPageRetry = 3_000;

/**
 * The main process's program, built from its parts: who is signed in, and that person's workspace.
 * A host adds only a window, secrets and the transport of the bridge.
 */
export class App {
  readonly #options: AppOptions;
  readonly #client: ServerClient;
  readonly #profiles: Profiles;
  readonly #session: BehaviorSubject<SessionView>;
  #workspace: Workspace | undefined;
  #tokens: SessionTokens | undefined;
  #startPageTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: AppOptions) {
    this.#options = options;
    this.#client = new ServerClient(options.server, options.fetch, options.patience);
    this.#profiles = new Profiles(options.directory);
    this.#session = new BehaviorSubject<SessionView>({ state: "opening" });
  }

  /** Who uses the application, now and at every change. */
  get session$(): BehaviorSubject<SessionView> {
    return this.#session;
  }

  get workspace(): Workspace | undefined {
    return this.#workspace;
  }

  /** Opens the inbox of `email`, or of whoever was signed in last, else the start page. */
  async start(email?: string): Promise<void> {
    const who = email ?? (await this.#profiles.currentEmail(this.#client.baseUrl));
    if (who === undefined) return this.#showStartPage();
    const signedIn = await this.signIn(who);
    if (!signedIn.ok) await this.#showStartPage(signedIn.error, email);
  }

  /**
   * Opens a person's workspace. Somebody who used this data folder before needs no network for it.
   * Fails when the server does not know them, cannot be reached, or the file cannot be opened.
   */
  async signIn(email: string): Promise<Result<Person, AppError>> {
    const tokens = new SessionTokens(this.#client, this.#options.secrets, email);
    const known = await this.#profiles.find(this.#client.baseUrl, email);
    const person = known ? ok(known.person) : await this.#askServer(tokens);
    if (!person.ok) return person;
    const profile = await this.#profiles.remember(this.#client.baseUrl, person.value);
    await this.#closeWorkspace();
    clearTimeout(this.#startPageTimer);
    try {
      const { storage, damagedFiles, secrets, clock, ids, random } = this.#options;
      const { file } = profile;
      this.#workspace = await Workspace.open({
        person: person.value,
        client: this.#client,
        file,
        storage,
        damagedFiles,
        secrets,
        tokens,
        clock,
        ids,
        random,
      });
    } catch (error) {
      const problem = storeErrorOf(error);
      if (problem === undefined) throw error;
      return fail(problem);
    }
    this.#tokens = tokens;
    this.#session.next({ state: "signed-in", server: this.#client.baseUrl, person: person.value });
    return person;
  }

  /** Back to the start page. Everything that was kept stays in the person's file. */
  async signOut(): Promise<void> {
    await this.#closeWorkspace();
    await this.#tokens?.forget();
    await this.#profiles.signOut(this.#client.baseUrl);
    await this.#showStartPage();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#startPageTimer);
    await this.#closeWorkspace();
    this.#session.complete();
  }

  async #askServer(tokens: SessionTokens): Promise<Result<Person, AppError>> {
    const token = await tokens.current();
    if (!token.ok) return token;
    const answer = await this.#client.get("/v1/session", sessionAnswerSchema, { token: token.value });
    return answer.ok ? ok(answer.value.person) : answer;
  }

  async #closeWorkspace(): Promise<void> {
    const workspace = this.#workspace;
    this.#workspace = undefined;
    await workspace?.close();
  }

  /** Shows whom the server offers, and asks again while it cannot be reached; `wanted` is then signed in. */
  async #showStartPage(problem?: AppError, wanted?: string): Promise<void> {
    const people = await this.#client.get("/v1/demo/people", demoPeopleAnswerSchema);
    if (this.#isClosed || this.#workspace !== undefined) return;
    const shown = problem ?? (people.ok ? undefined : people.error);
    this.#session.next({
      state: "signed-out",
      server: this.#client.baseUrl,
      people: people.ok ? people.value : [],
      ...(shown === undefined ? {} : { problem: shown }),
    });
    if (people.ok) return;
    this.#startPageTimer = setTimeout(() => {
      void (wanted === undefined ? this.#showStartPage() : this.start(wanted));
    }, startPageRetry);
  }

  /** The people of a demo server, for those who start the application from a script. */
  async demoPeople(): Promise<readonly DemoPerson[]> {
    const people = await this.#client.get("/v1/demo/people", demoPeopleAnswerSchema);
    return people.ok ? people.value : [];
  }
}
