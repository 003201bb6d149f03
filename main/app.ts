import { BehaviorSubject } from "rxjs";
import type { RxStorage } from "rxdb";
import { z } from "zod";

import type { DamagedFiles } from "#main/store/open-store.ts";
import { storeErrorOf } from "#main/store/store-error.ts";
import { signInOfferOf } from "#main/sync/sign-in-offer.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import type { Fetch, AnswerTimeouts } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import type { SecretStore } from "@countersign/shared/contract/host.ts";
import { sessionAnswerSchema } from "@countersign/shared/contract/protocol.ts";
import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import type { AppError, SessionView, SignInMethod } from "@countersign/shared/contract/views.ts";
import type { IdSource } from "@countersign/shared/domain/ids.ts";
import type { Clock } from "@countersign/shared/domain/instant.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import { Profiles } from "./profiles.ts";
import { serverAddress } from "./server-address.ts";
import { Workspace } from "./workspace.ts";

export interface AppOptions {
  /** Otherwise the one that was chosen last in this folder. */
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
  /** How long a server that says nothing is waited for; without it as long as suits people. */
  readonly timeouts?: AnswerTimeouts;
}

/** How often the start page asks again for a server that cannot be reached, in milliseconds. */
const startPageRetry = 3_000;

/** Whether something else answers at an address. A server of ours that fails says so with a status from 500 on. */
const isNoServer = ({ code, args }: AppError): boolean =>
  code === "request-unknown" || (code === "server-failed" && Number(args["status"]) < 500);

const emptyAnswer = z.strictObject({});
type Done = z.infer<typeof emptyAnswer>;

const nobody = fail(refusal("not-signed-in"));

/**
 * The main process's program, built from its parts: which server, who is signed in, and that person's workspace.
 * A host adds only a window, secrets and the transport of the bridge.
 */
export class DesktopApp {
  readonly #options: AppOptions;
  readonly #profiles: Profiles;
  readonly #session = new BehaviorSubject<SessionView>({ state: "opening" });
  #client: ServerClient | undefined;
  #workspace: Workspace | undefined;
  #guest: Guest | undefined;
  #turns: Promise<unknown> = Promise.resolve();
  #startPageTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: AppOptions) {
    this.#options = options;
    this.#profiles = new Profiles(options.directory);
    this.#client = options.server === undefined ? undefined : this.#clientFor(options.server);
  }

  /** Who uses the application, now and at every change. */
  get session$(): BehaviorSubject<SessionView> {
    return this.#session;
  }

  get workspace(): Workspace | undefined {
    return this.#workspace;
  }

  /** The address of the server, `null` while none is chosen. */
  get server(): string | null {
    return this.#client?.baseUrl ?? null;
  }

  /** Opens the inbox of `email`, or of whoever was signed in last, else the start page; asks for a server where none is known. */
  start(email?: string): Promise<void> {
    return this.#inTurn(async () => {
      const chosen = await this.#profiles.chosenServer();
      if (this.#client === undefined && chosen !== undefined) this.#client = this.#clientFor(chosen);
      if (this.#client === undefined) this.#session.next({ state: "no-server" });
      else await this.#enter(this.#client, email);
    });
  }

  /** Goes to a server, if there is one at this address. */
  chooseServer(typed: string): Promise<Result<Done, AppError>> {
    return this.#inTurn(async () => {
      const address = serverAddress(typed);
      if (address === undefined) return fail(refusal("server-address-unusable", { address: typed }));
      const client = this.#clientFor(address);
      const entrance = await signInOfferOf(client);
      if (!entrance.ok) return isNoServer(entrance.error) ? fail(refusal("server-unknown", { address })) : entrance;
      await this.#profiles.chooseServer(address);
      this.#client = client;
      await this.#enter(client);
      return ok({});
    });
  }

  /** From the start page to the choice of a server, at once: a sign-in that is under way then opens nothing. */
  leaveServer(): void {
    if (this.#workspace !== undefined) return;
    clearTimeout(this.#startPageTimer);
    const server = this.#client?.baseUrl;
    this.#client = undefined;
    this.#session.next({ state: "no-server", ...(server === undefined ? {} : { server }) });
  }

  /**
   * Opens a person's workspace. Somebody who used this data folder before needs no network for it, unless they signed out
   * of a server that asks for a password. Fails when the server does not let them in, cannot be reached, or the file
   * cannot be opened.
   */
  signIn(email: string, password?: string): Promise<Result<LoosePerson, AppError>> {
    return this.#inTurn(() =>
      this.#client === undefined ? Promise.resolve(nobody) : this.#signIn(this.#client, email, password),
    );
  }

  /** Begins a new session where the old one is over. The workspace stays as it is, and goes on syncing. */
  resume(password: string): Promise<Result<Done, AppError>> {
    return this.#inTurn(async () => {
      const { workspace } = this;
      const tokens = this.#guest?.tokens;
      if (workspace === undefined || tokens === undefined) return nobody;
      const opened = await tokens.open(password);
      if (!opened.ok) return opened;
      const { person, token } = opened.value;
      if (person.id !== workspace.person.id) return fail(refusal("another-person", { email: person.email }));
      await tokens.keep(token);
      workspace.syncNow();
      return ok({});
    });
  }

  /** Has the server mail a link that sets a new password, if anybody signs in with the address. */
  async forgotPassword(email: string): Promise<Result<Done, AppError>> {
    return this.#client === undefined ? nobody : this.#client.post("/v1/password-resets", { email }, emptyAnswer);
  }

  /** Back to the start page. Everything that was kept stays in the person's file. */
  signOut(): Promise<void> {
    return this.#inTurn(async () => {
      const guest = this.#guest;
      if (guest === undefined) return;
      this.#guest = undefined;
      await guest.tokens.forget();
      await this.#profiles.signOut(guest.client.baseUrl);
      try {
        await this.#closeWorkspace();
      } finally {
        await this.#showStartPage(guest.client);
      }
    });
  }

  /** The people of a demo server, for those who start the application from a script. */
  async demoPeople(): Promise<readonly LooseDemoPerson[]> {
    const entrance = this.#client && (await signInOfferOf(this.#client));
    return entrance?.ok && entrance.value.signsInBy === "address" ? entrance.value.people : [];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#startPageTimer);
    await this.#closeWorkspace();
    this.#session.complete();
  }

  /** One after the other: who is signed in where is changed by one of them at a time. */
  #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#turns.then(work);
    this.#turns = turn.catch(() => undefined);
    return turn;
  }

  /** Whether what was begun with this server is still wanted. */
  #isStillAt(client: ServerClient): boolean {
    return this.#client === client && !this.#isClosed;
  }

  #clientFor(address: string): ServerClient {
    return new ServerClient(address, this.#options.fetch, this.#options.timeouts);
  }

  async #enter(client: ServerClient, email?: string): Promise<void> {
    const who = email ?? (await this.#profiles.currentEmail(client.baseUrl));
    if (who === undefined) return this.#showStartPage(client);
    const signedIn = await this.#signIn(client, who);
    if (!signedIn.ok)
      await this.#showStartPage(client, { problem: signedIn.error, email: who, isWanted: email !== undefined });
  }

  async #signIn(client: ServerClient, email: string, password?: string): Promise<Result<LoosePerson, AppError>> {
    const signsInBy = await this.#methodFor(client, email, password);
    const tokens = new SessionTokens(client, this.#options.secrets, { email, signsInBy });
    const person = await (password === undefined
      ? this.#recognise(client, email, tokens)
      : this.#letIn(client, password, tokens));
    if (!person.ok) return person;
    return this.#openWorkspace({ client, person: person.value, signsInBy, tokens });
  }

  async #methodFor(client: ServerClient, email: string, password: string | undefined): Promise<SignInMethod> {
    if (password !== undefined) return "password";
    return (await this.#profiles.find(client.baseUrl, email))?.signsInBy ?? "address";
  }

  /** Whom the password is of. */
  async #letIn(client: ServerClient, password: string, tokens: SessionTokens): Promise<Result<LoosePerson, AppError>> {
    const opened = await tokens.open(password);
    if (!opened.ok) return opened;
    if (!this.#isStillAt(client)) return nobody;
    await tokens.keep(opened.value.token);
    return ok(opened.value.person);
  }

  /** Who somebody is that names no password. */
  async #recognise(client: ServerClient, email: string, tokens: SessionTokens): Promise<Result<LoosePerson, AppError>> {
    const known = await this.#profiles.find(client.baseUrl, email);
    if (known === undefined) return this.#askServer(client, email, tokens);
    const isSignedIn = (await this.#profiles.currentEmail(client.baseUrl)) === known.person.email;
    return known.signsInBy === "address" || isSignedIn
      ? ok(known.person)
      : fail(refusal("password-missing", { email }));
  }

  /** Only a demo tells who somebody is by their address. */
  async #askServer(client: ServerClient, email: string, tokens: SessionTokens): Promise<Result<LoosePerson, AppError>> {
    const entrance = await signInOfferOf(client);
    if (!entrance.ok) return entrance;
    if (entrance.value.signsInBy === "password") return fail(refusal("password-missing", { email }));
    const token = await tokens.current();
    if (!token.ok) return token;
    const answer = await client.get("/v1/session", sessionAnswerSchema, { token: token.value });
    return answer.ok ? ok(answer.value.person) : answer;
  }

  async #openWorkspace(guest: Guest): Promise<Result<LoosePerson, AppError>> {
    const { client, person, signsInBy, tokens } = guest;
    if (!this.#isStillAt(client)) return nobody;
    const { file } = await this.#profiles.remember(client.baseUrl, person, signsInBy);
    this.#guest = undefined;
    await this.#closeWorkspace();
    clearTimeout(this.#startPageTimer);
    try {
      const { storage, damagedFiles, secrets, clock, ids, random } = this.#options;
      const parts = { file, storage, damagedFiles, secrets, clock, ids, random };
      const workspace = await Workspace.open({ ...parts, person, client, tokens });
      if (!this.#isStillAt(client)) {
        await workspace.close();
        return nobody;
      }
      this.#workspace = workspace;
    } catch (error) {
      const problem = storeErrorOf(error);
      if (problem === undefined) throw error;
      return fail(problem);
    }
    this.#guest = guest;
    this.#session.next({ state: "signed-in", server: client.baseUrl, signsInBy, person });
    return ok(person);
  }

  async #closeWorkspace(): Promise<void> {
    const workspace = this.#workspace;
    this.#workspace = undefined;
    await workspace?.close();
  }

  /** The start page's next look at a server that could not be reached; nothing where somebody went on meanwhile. */
  async #lookAgain(client: ServerClient, wanted: string | undefined): Promise<void> {
    if (this.#workspace !== undefined || !this.#isStillAt(client)) return;
    await (wanted === undefined ? this.#showStartPage(client) : this.#enter(client, wanted));
  }

  /** Shows how the server lets people in, and asks again while it cannot be reached; who is wanted is then signed in. */
  async #showStartPage(client: ServerClient, { problem, email, isWanted = false }: Refused = {}): Promise<void> {
    const entrance = await signInOfferOf(client);
    const signsInBy = entrance.ok ? entrance.value.signsInBy : await this.#profiles.signInMethod(client.baseUrl);
    if (this.#workspace !== undefined || !this.#isStillAt(client)) return;
    // The page asks for the password by itself.
    const objection = problem?.code === "password-missing" ? undefined : problem;
    const shown = objection ?? (entrance.ok ? undefined : entrance.error);
    this.#session.next({
      state: "signed-out",
      server: client.baseUrl,
      ...(signsInBy === undefined ? {} : { signsInBy }),
      people: entrance.ok && entrance.value.signsInBy === "address" ? [...entrance.value.people] : [],
      ...(email === undefined ? {} : { email }),
      ...(shown === undefined ? {} : { problem: shown }),
    });
    if (entrance.ok) return;
    clearTimeout(this.#startPageTimer);
    this.#startPageTimer = setTimeout(() => {
      void this.#inTurn(() => this.#lookAgain(client, isWanted ? email : undefined));
    }, startPageRetry);
  }
}

/** Somebody whom a server let in, or who needs nobody to. */
interface Guest {
  readonly client: ServerClient;
  readonly person: LoosePerson;
  readonly signsInBy: SignInMethod;
  readonly tokens: SessionTokens;
}

/** Why somebody was not signed in. */
interface Refused {
  readonly problem?: AppError;
  readonly email?: string;
  /** Whether they were named at the start, and not just the last who was here. */
  readonly isWanted?: boolean;
}
