import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { Closable, EventName, EventOf, SessionEvent, SessionState, StateName, StateOf } from "./state.ts";

/** Why an event has no effect: it comes too late, or the signed-in person would have to sign out first. */
export type Impossible = "not-signed-in" | "signed-in-already";

type Step<State extends StateName, Event extends EventName, Open extends Closable> =
  | Impossible
  | ((state: StateOf<State, Open>, event: EventOf<Event, Open>) => SessionState<Open>);

type Table<Open extends Closable> = {
  readonly [State in StateName]: { readonly [Event in EventName]: Step<State, Event, Open> };
};

const late = "not-signed-in";
const taken = "signed-in-already";

const closed = () => ({ name: "closed" }) as const;
const noServer = () => ({ name: "no-server" }) as const;
const left = ({ client }: { readonly client: { readonly baseUrl: string } }) =>
  ({ name: "no-server", left: client.baseUrl }) as const;
const entering = <Client>(_state: unknown, { client }: { readonly client: Client }) =>
  ({ name: "entering", client }) as const;
const signedOut = <Client, Page>(_state: unknown, { client, page }: { readonly client: Client; readonly page: Page }) =>
  ({ name: "signed-out", client, page }) as const;
const opening = <Client>(_state: unknown, { client }: { readonly client: Client }) =>
  ({ name: "opening", client }) as const;

/** Where nothing but the end is expected: what comes, comes too late. */
const expectingNothing = {
  "no-server-known": late,
  "server-chosen": late,
  "server-left": late,
  "page-found": late,
  "let-in": late,
  opened: late,
  "not-opened": late,
  "signed-out": late,
  closed,
} as const;

/** For every state and event, the next state, or why there is none. */
const tableFor = <Open extends Closable>(): Table<Open> => ({
  starting: {
    ...expectingNothing,
    "no-server-known": noServer,
    "server-chosen": entering,
    "server-left": noServer,
  },
  "no-server": {
    ...expectingNothing,
    "no-server-known": noServer,
    "server-chosen": entering,
    "server-left": noServer,
  },
  entering: {
    ...expectingNothing,
    "server-chosen": entering,
    "server-left": left,
    "page-found": signedOut,
    "let-in": opening,
  },
  "signed-out": {
    ...expectingNothing,
    "server-chosen": entering,
    "server-left": left,
    "page-found": signedOut,
    "let-in": ({ page }, { client }) => ({ name: "opening", client, page }),
  },
  opening: {
    ...expectingNothing,
    "server-chosen": entering,
    "server-left": left,
    opened: (_state, { client, guest, workspace }) => ({ name: "signed-in", client, guest, workspace }),
    "not-opened": ({ client, page }) =>
      page === undefined ? { name: "entering", client } : { name: "signed-out", client, page },
  },
  "signed-in": {
    "no-server-known": taken,
    "server-chosen": taken,
    "server-left": taken,
    "page-found": taken,
    // Another person replaces them.
    "let-in": opening,
    opened: taken,
    "not-opened": taken,
    "signed-out": entering,
    closed,
  },
  closed: { ...expectingNothing, closed: late },
});

/** An event about a server matters only while the application is at that server; choosing one always does. */
const isOfAnother = (state: SessionState<Closable>, event: SessionEvent<Closable>): boolean =>
  event.name !== "server-chosen" && "client" in event && "client" in state && event.client !== state.client;

/** The state after an event, or why there is none. */
export const next = <Open extends Closable>(
  state: SessionState<Open>,
  event: SessionEvent<Open>,
): Result<SessionState<Open>, Refusal<Impossible>> => {
  // The lookup pairs the row with the state and the cell with the event.
  const step = tableFor<Open>()[state.name][event.name] as Step<StateName, EventName, Open>;
  if (typeof step === "string") return fail(refusal(step));
  return isOfAnother(state, event) ? fail(refusal(late)) : ok(step(state as never, event as never));
};
