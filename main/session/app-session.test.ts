import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { ServerClient } from "#main/sync/server-client.ts";
import { SessionTokens } from "#main/sync/session.ts";
import { ada } from "#main/testing/orders.ts";

import { AppSession } from "./app-session.ts";
import type { Guest, StartPageContent } from "./state.ts";

const client = new ServerClient("https://server.example", () => Promise.reject(new Error("no network")));
const tokens = new SessionTokens(client, memorySecrets(), { email: ada.email, signsInBy: "address" });
const guest: Guest = { client, person: ada, signsInBy: "address", tokens };
const reached: StartPageContent = { signsInBy: "address", people: [], isReached: true };
const unreached: StartPageContent = { people: [], isReached: false };

describe("the session", () => {
  let looked: StartPageContent[];
  let closed: number;
  let session: AppSession<{ close: () => Promise<void> }>;

  beforeEach(() => {
    vi.useFakeTimers();
    looked = [];
    closed = 0;
    session = new AppSession(client, (_client, page) => looked.push(page));
  });
  afterEach(() => void vi.useRealTimers());

  const workspace = () => ({
    close: () => {
      closed += 1;
      return Promise.resolve();
    },
  });
  const signIn = async () => {
    await session.on({ name: "let-in", client });
    await session.on({ name: "opened", client, guest, workspace: workspace() });
  };
  const shown = () => session.view$.value.state;

  it("tries again after three seconds to reach a server that could not be reached, and no other", async () => {
    await session.on({ name: "page-found", client, page: unreached });
    await vi.advanceTimersByTimeAsync(2_999);
    expect(looked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(looked).toEqual([unreached]);
    await session.on({ name: "page-found", client, page: reached });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looked).toHaveLength(1);
  });

  it("stops trying once somebody is signed in, or the server is left", async () => {
    await session.on({ name: "page-found", client, page: unreached });
    await signIn();
    await session.on({ name: "signed-out", client });
    await session.on({ name: "page-found", client, page: unreached });
    await session.on({ name: "server-left" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looked).toEqual([]);
  });

  it("keeps showing the last view until the next one is known", async () => {
    expect(shown()).toBe("opening");
    await session.on({ name: "page-found", client, page: reached });
    await session.on({ name: "let-in", client });
    expect(shown()).toBe("signed-out");
    await session.on({ name: "opened", client, guest, workspace: workspace() });
    expect(shown()).toBe("signed-in");
  });

  it("closes a workspace once, whatever replaces it", async () => {
    await signIn();
    await signIn();
    expect(closed).toBe(1);
    await session.on({ name: "signed-out", client });
    expect([closed, session.workspace]).toEqual([2, undefined]);
    await signIn();
    await session.on({ name: "closed" });
    await session.on({ name: "closed" });
    expect(closed).toBe(3);
  });

  it("ends its view when the application closes, also when the file cannot be closed", async () => {
    let isComplete = false;
    session.view$.subscribe({ complete: () => (isComplete = true) });
    await session.on({ name: "let-in", client });
    const broken = { close: () => Promise.reject(new Error("disk")) };
    await session.on({ name: "opened", client, guest, workspace: broken });
    await expect(session.on({ name: "closed" })).rejects.toThrow("disk");
    expect(isComplete).toBe(true);
  });
});
