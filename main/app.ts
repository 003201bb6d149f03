import type { BehaviorSubject } from "rxjs";
import type { RxStorage } from "rxdb";
import { z } from "zod";

import type { DamagedFiles } from "#main/store/open-store.ts";
import { storeErrorOf } from "#main/store/store-error.ts";
import { AppSession } from "#main/session/app-session.ts";
import type { Guest, StartPageContent } from "#main/session/state.ts";
import { signInOfferOf } from "#main/sync/sign-in-offer.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import type { Fetch, AnswerTimeouts } from "#main/sync/server-client.ts";
import type { SecretStore } from "@countersign/shared/contract/host.ts";
import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import type { AppError, SessionView } from "@countersign/shared/contract/views.ts";
import type { IdSource } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { NotSignedIn } from "./find-start-page.ts";
import { findStartPage } from "./find-start-page.ts";
import type { SignInAttempt } from "./identify.ts";
import { identify } from "./identify.ts";
import { Profiles } from "./profiles.ts";
import { serverAddress } from "./server-address.ts";
import { Workspace } from "./workspace.ts";

export interface AppOptions {
  /** Otherwise the one last chosen in this folder. */
  readonly server?: string;
  /** The data folder: profiles, and one store per person. */
  readonly directory: string;
  readonly storage: RxStorage<unknown, unknown>;
  readonly damagedFiles: DamagedFiles;
  readonly secrets: SecretStore;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: () => number;
  /** How long to wait for a silent server; the default suits people. */
  readonly timeouts?: AnswerTimeouts;
}

/** Whether something else answers at an address. A failing Countersign server answers with a status of 500 or above. */
const isNoServer = ({ code, args }: AppError): boolean =>
  code === "request-unknown" || (code === "server-failed" && Number(args["status"]) < 500);

const emptyAnswer = z.strictObject({});
type Done = z.infer<typeof emptyAnswer>;

const nobody = fail(refusal("not-signed-in"));

/**
 * The main process's program, built from its parts: which server, who is signed in, and that person's workspace.
 * A host adds only a window, secrets and the transport of the bridge. The session's table decides what an event leads to.
 */
export class DesktopApp {
  readonly #options: AppOptions;
  readonly #profiles: Profiles;
  readonly #session: AppSession<Workspace>;
  #turns: Promise<unknown> = Promise.resolve();

  constructor(options: AppOptions) {
    const { server, directory } = options;
    this.#options = options;
    this.#profiles = new Profiles(directory);
    this.#session = new AppSession(server === undefined ? undefined : this.#clientFor(server), (client, page) => {
      void this.#inTurn(() => this.#lookAgain(client, page));
    });
  }

  /** The session, now and at every change. */
  get session$(): BehaviorSubject<SessionView> {
    return this.#session.view$;
  }

  get workspace(): Workspace | undefined {
    return this.#session.workspace;
  }

  /** The address of the server, `null` while none is chosen. */
  get server(): string | null {
    return this.#session.client?.baseUrl ?? null;
  }

  /** Opens the inbox of `email`, or of the person last signed in, otherwise the start page; asks for a server if none is known. */
  start(email?: string): Promise<void> {
    return this.#inTurn(async () => {
      const chosen = await this.#profiles.chosenServer();
      if (this.#session.client === undefined)
        await this.#session.on(
          chosen === undefined
            ? { name: "no-server-known" }
            : { name: "server-chosen", client: this.#clientFor(chosen) },
        );
      const { client } = this.#session;
      if (client !== undefined) await this.#enter(client, email);
    });
  }

  /** Switches to a server, if there is one at this address. */
  chooseServer(typed: string): Promise<Result<Done, AppError>> {
    return this.#inTurn(async () => {
      const address = serverAddress(typed);
      if (address === undefined) return fail(refusal("server-address-unusable", { address: typed }));
      const client = this.#clientFor(address);
      const offer = await signInOfferOf(client);
      if (!offer.ok) return isNoServer(offer.error) ? fail(refusal("server-unknown", { address })) : offer;
      const chosen = await this.#session.on({ name: "server-chosen", client });
      if (!chosen.ok) return chosen;
      await this.#profiles.chooseServer(address);
      await this.#enter(client);
      return ok({});
    });
  }

  /** Goes from the start page to the choice of a server, at once: a sign-in under way then opens nothing. */
  leaveServer(): void {
    void this.#session.on({ name: "server-left" });
  }

  /**
   * Opens a person's workspace. Fails when the server does not let them in, cannot be reached, or the file cannot be opened.
   */
  signIn(email: string, password?: string): Promise<Result<LoosePerson, AppError>> {
    return this.#inTurn(async () => {
      const { client } = this.#session;
      if (client === undefined) return nobody;
      const signedIn = await this.#signIn(client, { email, ...(password === undefined ? {} : { password }) });
      // The previous person was signed out for somebody whose file cannot be opened.
      if (!signedIn.ok && this.#session.state.name === "entering")
        await this.#showStartPage(client, { problem: signedIn.error, email, isWanted: false });
      return signedIn;
    });
  }

  /** Begins a new session when the old one is over. The workspace stays as it is, and continues to sync. */
  resume(password: string): Promise<Result<Done, AppError>> {
    return this.#inTurn(async () => {
      const { guest, workspace } = this.#session;
      if (guest === undefined || workspace === undefined) return nobody;
      const opened = await guest.tokens.open(password);
      if (!opened.ok) return opened;
      const { person, token } = opened.value;
      if (person.id !== guest.person.id) return fail(refusal("another-person", { email: person.email }));
      await guest.tokens.keep(token);
      workspace.syncNow();
      return ok({});
    });
  }

  /** Has the server mail a link to set a new password, if the address has an account. */
  async forgotPassword(email: string): Promise<Result<Done, AppError>> {
    const { client } = this.#session;
    return client === undefined ? nobody : client.post("/v1/password-resets", { email }, emptyAnswer);
  }

  /** Returns to the start page. Everything that was kept stays in the person's file. */
  signOut(): Promise<void> {
    return this.#inTurn(async () => {
      const { guest } = this.#session;
      if (guest === undefined) return;
      const { client, tokens } = guest;
      await tokens.forget();
      await this.#profiles.signOut(client.baseUrl);
      try {
        await this.#session.on({ name: "signed-out", client });
      } finally {
        await this.#showStartPage(client);
      }
    });
  }

  /** The people of a demo server, for scripts that start the application. */
  async demoPeople(): Promise<readonly LooseDemoPerson[]> {
    const { client } = this.#session;
    const offer = client && (await signInOfferOf(client));
    return offer?.ok && offer.value.signsInBy === "address" ? offer.value.people : [];
  }

  async close(): Promise<void> {
    await this.#session.on({ name: "closed" });
    // A file that is still being opened is closed again by its own task.
    await this.#turns;
  }

  /** One after another: only one at a time may change who is signed in where. */
  #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#turns.then(work);
    this.#turns = turn.catch(() => undefined);
    return turn;
  }

  #clientFor(address: string): ServerClient {
    return new ServerClient(address, this.#options.fetch, this.#options.timeouts);
  }

  async #enter(client: ServerClient, email?: string): Promise<void> {
    const who = email ?? (await this.#profiles.currentEmail(client.baseUrl));
    if (who === undefined) return this.#showStartPage(client);
    const signedIn = await this.#signIn(client, { email: who });
    if (!signedIn.ok)
      await this.#showStartPage(client, { problem: signedIn.error, email: who, isWanted: email !== undefined });
  }

  async #signIn(client: ServerClient, attempt: SignInAttempt): Promise<Result<LoosePerson, AppError>> {
    const isWanted = (): boolean => this.#session.isAt(client);
    const { secrets } = this.#options;
    const guest = await identify({ client, profiles: this.#profiles, secrets, isWanted }, attempt);
    return guest.ok ? this.#open(guest.value) : guest;
  }

  async #open(guest: Guest): Promise<Result<LoosePerson, AppError>> {
    const { client, person, signsInBy, tokens } = guest;
    if (!this.#session.isAt(client)) return nobody;
    const { file } = await this.#profiles.remember(client.baseUrl, person, signsInBy);
    try {
      const opening = await this.#session.on({ name: "let-in", client });
      if (!opening.ok) return opening;
      const { storage, damagedFiles, secrets, clock, ids, random } = this.#options;
      const parts = { file, storage, damagedFiles, secrets, clock, ids, random };
      const workspace = await Workspace.open({ ...parts, person, client, tokens });
      const opened = await this.#session.on({ name: "opened", client, guest, workspace });
      if (opened.ok) return ok(person);
      await workspace.close();
      return opened;
    } catch (error) {
      await this.#session.on({ name: "not-opened", client });
      const problem = storeErrorOf(error);
      if (problem === undefined) throw error;
      return fail(problem);
    }
  }

  async #lookAgain(client: ServerClient, { wanted }: StartPageContent): Promise<void> {
    if (this.#session.state.name !== "signed-out" || !this.#session.isAt(client)) return;
    await (wanted === undefined ? this.#showStartPage(client) : this.#enter(client, wanted));
  }

  async #showStartPage(client: ServerClient, refused?: NotSignedIn): Promise<void> {
    const page = await findStartPage(client, this.#profiles, refused);
    await this.#session.on({ name: "page-found", client, page });
  }
}
