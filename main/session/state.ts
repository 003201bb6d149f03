import type { ServerClient } from "#main/sync/server-client.ts";
import type { SessionTokens } from "#main/sync/session.ts";
import type { AppError, SignInMethod } from "@countersign/shared/contract/views.ts";
import type { LooseDemoPerson } from "@countersign/shared/contract/protocol.ts";
import type { LoosePerson } from "@countersign/shared/domain/people.ts";

/** A person whom a server let in, or whose data can be opened without it. */
export interface Guest {
  readonly client: ServerClient;
  readonly person: LoosePerson;
  readonly signsInBy: SignInMethod;
  readonly tokens: SessionTokens;
}

/** What the start page shows. */
export interface StartPageContent {
  /** Missing until this device has reached the server once. */
  readonly signsInBy?: SignInMethod;
  readonly people: readonly LooseDemoPerson[];
  readonly email?: string;
  readonly problem?: AppError;
  /** Whether the server answered; the page asks again until it does. */
  readonly isReached: boolean;
  /** The person named at the start, who is signed in as soon as the server can be reached. */
  readonly wanted?: string;
}

/** What is open while somebody is signed in. */
export interface Closable {
  close(): Promise<void>;
}

/** Who uses the application. The connection, not this state, knows whether the server still accepts the session: the workspace stays open. */
export type SessionState<Open extends Closable> =
  | { readonly name: "starting" }
  | { readonly name: "no-server"; readonly left?: string }
  /** A server is chosen; it is not known yet whose inbox opens, or what its start page shows. */
  | { readonly name: "entering"; readonly client: ServerClient }
  | { readonly name: "signed-out"; readonly client: ServerClient; readonly page: StartPageContent }
  /** Somebody was let in, and their file is being opened; `page` is where they come from. */
  | { readonly name: "opening"; readonly client: ServerClient; readonly page?: StartPageContent }
  | { readonly name: "signed-in"; readonly client: ServerClient; readonly guest: Guest; readonly workspace: Open }
  | { readonly name: "closed" };

/** What can happen to it. An event that results from something begun with a server names that server. */
export type SessionEvent<Open extends Closable> =
  | { readonly name: "no-server-known" }
  | { readonly name: "server-chosen"; readonly client: ServerClient }
  | { readonly name: "server-left" }
  | { readonly name: "page-found"; readonly client: ServerClient; readonly page: StartPageContent }
  | { readonly name: "let-in"; readonly client: ServerClient }
  | { readonly name: "opened"; readonly client: ServerClient; readonly guest: Guest; readonly workspace: Open }
  | { readonly name: "not-opened"; readonly client: ServerClient }
  | { readonly name: "signed-out"; readonly client: ServerClient }
  | { readonly name: "closed" };

export type StateName = SessionState<Closable>["name"];
export type EventName = SessionEvent<Closable>["name"];
export type StateOf<Name extends StateName, Open extends Closable> = Extract<SessionState<Open>, { name: Name }>;
export type EventOf<Name extends EventName, Open extends Closable> = Extract<SessionEvent<Open>, { name: Name }>;
