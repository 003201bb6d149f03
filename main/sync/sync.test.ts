import { describe, expect, it, vi } from "vitest";

import { ben } from "#main/testing/orders.ts";

import type { Fetch } from "./server-client.ts";
import { openSync } from "./testing/open-sync.ts";

const json = (body: object): Response => new Response(JSON.stringify(body));

describe("the sync of a person's store", () => {
  it("neither receives nor sends anything when the session belongs to another person on the server", async () => {
    const asked: string[] = [];
    const fetch: Fetch = (input) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      asked.push(pathname);
      const session = { token: "token", expiresAt: "2026-11-02T10:00:00.000Z", person: ben };
      return Promise.resolve(json(pathname === "/v1/session" ? { person: ben, epoch: "one" } : session));
    };
    await using opened = await openSync(fetch);
    opened.sync.start();
    await vi.waitFor(() => expect(opened.sync.status.problem?.code).toBe("another-person"));
    expect(new Set(asked)).toEqual(new Set(["/v1/demo/sessions", "/v1/session"]));
    expect((await opened.store.device()).epoch).toBeUndefined();
  });
});
