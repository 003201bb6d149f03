import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import { ada } from "#main/testing/orders.ts";

import type { Closable, EventName, Guest, SessionEvent, SessionState, StartPageContent, StateName } from "./state.ts";
import { next } from "./table.ts";

const clientOf = (address: string) => new ServerClient(address, () => Promise.reject(new Error("no network")));
const here = clientOf("https://here.example");
const elsewhere = clientOf("https://elsewhere.example");
const page: StartPageContent = { signsInBy: "password", people: [], isReached: true };
const workspace: Closable = { close: () => Promise.resolve() };
const guestOf = (client: ServerClient): Guest => ({
  client,
  person: ada,
  signsInBy: "password",
  tokens: new SessionTokens(client, memorySecrets(), { email: ada.email, signsInBy: "password" }),
});

const states: { readonly [Name in StateName]: Extract<SessionState<Closable>, { name: Name }> } = {
  starting: { name: "starting" },
  "no-server": { name: "no-server" },
  entering: { name: "entering", client: here },
  "signed-out": { name: "signed-out", client: here, page },
  opening: { name: "opening", client: here, page },
  "signed-in": { name: "signed-in", client: here, guest: guestOf(here), workspace },
  closed: { name: "closed" },
};

const eventsAt = (
  client: ServerClient,
): { readonly [Name in EventName]: Extract<SessionEvent<Closable>, { name: Name }> } => ({
  "no-server-known": { name: "no-server-known" },
  "server-chosen": { name: "server-chosen", client },
  "server-left": { name: "server-left" },
  "page-found": { name: "page-found", client, page },
  "let-in": { name: "let-in", client },
  opened: { name: "opened", client, guest: guestOf(client), workspace },
  "not-opened": { name: "not-opened", client },
  "signed-out": { name: "signed-out", client },
  closed: { name: "closed" },
});

/** The result of each event in each state, in their order; "late" and "taken" are refusals. */
const expected: Record<StateName, readonly string[]> = {
  starting: ["no-server", "entering", "no-server", "late", "late", "late", "late", "late", "closed"],
  "no-server": ["no-server", "entering", "no-server", "late", "late", "late", "late", "late", "closed"],
  entering: ["late", "entering", "no-server", "signed-out", "opening", "late", "late", "late", "closed"],
  "signed-out": ["late", "entering", "no-server", "signed-out", "opening", "late", "late", "late", "closed"],
  opening: ["late", "entering", "no-server", "late", "late", "signed-in", "signed-out", "late", "closed"],
  "signed-in": ["taken", "taken", "taken", "taken", "opening", "taken", "taken", "entering", "closed"],
  closed: ["late", "late", "late", "late", "late", "late", "late", "late", "late"],
};

const refusals: Readonly<Record<string, string>> = { "not-signed-in": "late", "signed-in-already": "taken" };

const outcomeOf = (state: SessionState<Closable>, event: SessionEvent<Closable>): string => {
  const after = next(state, event);
  return after.ok ? after.value.name : (refusals[after.error.code] ?? after.error.code);
};

const names = <Name extends string>(named: Readonly<Record<Name, unknown>>): Name[] => Object.keys(named) as Name[];

describe("the table of the session", () => {
  it.each(names(states))("says what every event does in %s", (name) => {
    const events = eventsAt(here);
    expect(names(events).map((event) => outcomeOf(states[name], events[event]))).toEqual(expected[name]);
  });

  it.each(names(states))("ignores in %s everything that was begun with another server", (name) => {
    const about = ["page-found", "let-in", "opened", "not-opened", "signed-out"] as const;
    const events = eventsAt(elsewhere);
    for (const event of about) expect(outcomeOf(states[name], events[event])).toMatch(/^(late|taken)$/);
  });

  it("returns to where a person came from when their file cannot be opened", () => {
    const events = eventsAt(here);
    expect(next(states.opening, events["not-opened"])).toEqual({ ok: true, value: states["signed-out"] });
    expect(outcomeOf({ name: "opening", client: here }, events["not-opened"])).toBe("entering");
  });

  it("names the server that was left", () => {
    const left = { ok: true, value: { name: "no-server", left: here.baseUrl } };
    expect(next(states["signed-out"], { name: "server-left" })).toEqual(left);
  });

  it("holds, whatever happens in whatever order: only an opened file signs in, and what is closed stays closed", () => {
    const events = [here, elsewhere].flatMap((client): SessionEvent<Closable>[] => Object.values(eventsAt(client)));
    const walk = (steps: readonly SessionEvent<Closable>[]): void => {
      const waysIn: string[] = [];
      let state: SessionState<Closable> = states.starting;
      for (const event of steps) {
        const after: ReturnType<typeof next<Closable>> = next(state, event);
        if (!after.ok) continue;
        const { name } = after.value;
        expect(names(states)).toContain(name);
        expect(state.name).not.toBe("closed");
        if (name === "signed-in") waysIn.push(`${state.name}, ${event.name}`);
        state = after.value;
      }
      expect(waysIn.filter((way) => way !== "opening, opened")).toEqual([]);
    };
    fc.assert(fc.property(fc.array(fc.constantFrom(...events), { maxLength: 60, size: "max" }), walk));
  });
});
