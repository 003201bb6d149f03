import { describe, expect, it } from "vitest";

import { memorySecrets } from "#main/hosts/memory-secrets.ts";
import { ada } from "#main/testing/orders.ts";

import { ServerClient } from "./server-client.ts";
import { SessionTokens } from "./session.ts";
import { signInOfferOf } from "./sign-in-offer.ts";
import { problemAnswer, recordedFetch, silentAnswer } from "./testing/recorded-fetch.ts";

const signedIn = (token: string) => Response.json({ token, expiresAt: "2099-01-01T00:00:00.000Z", person: ada });

const open = (
  signsInBy: "address" | "password",
  answer: Parameters<typeof recordedFetch>[0] = () => signedIn("fresh"),
  email = ada.email,
) => {
  const { fetch, requests } = recordedFetch(answer);
  const secrets = memorySecrets();
  const client = new ServerClient("http://server.example/", fetch);
  return { tokens: new SessionTokens(client, secrets, { email, signsInBy }), secrets, requests };
};
const name = "session http://server.example ada@customer.example";
const over = { ok: false, error: { code: "session-refused", args: {} } };

describe("the token of a session", () => {
  it("is the kept one, without asking the server", async () => {
    const { tokens, requests } = open("password");
    await tokens.keep("kept");
    expect(await tokens.current()).toEqual({ ok: true, value: "kept" });
    expect(requests).toEqual([]);
  });

  it("is kept under the server and the address, however that was typed, until it is forgotten", async () => {
    const { tokens, secrets } = open("password", undefined, "Ada@Customer.Example");
    await tokens.keep("kept");
    expect(await secrets.read(name)).toBe("kept");
    await tokens.forget();
    expect(await secrets.read(name)).toBeUndefined();
  });

  it("of a demo is a new one for the address, which is kept, if there is none", async () => {
    const { tokens, secrets, requests } = open("address");
    expect(await tokens.current()).toEqual({ ok: true, value: "fresh" });
    expect(await secrets.read(name)).toBe("fresh");
    expect(requests.map(({ method, url }) => [method, url])).toEqual([
      ["POST", "http://server.example/v1/demo/sessions"],
    ]);
    expect(await requests[0]?.json()).toEqual({ email: ada.email });
  });

  it("of a demo is replaced when it is no longer accepted", async () => {
    const { tokens, secrets } = open("address");
    await tokens.keep("old");
    expect(await tokens.renew()).toEqual({ ok: true, value: "fresh" });
    expect(await secrets.read(name)).toBe("fresh");
  });

  it("of a demo is none if the server refuses, and nothing is kept then", async () => {
    const { tokens, secrets } = open("address", () => problemAnswer(404, "person-unknown"));
    expect(await tokens.current()).toEqual({ ok: false, error: { code: "person-unknown", args: {} } });
    expect(await secrets.read(name)).toBeUndefined();
  });

  it("of a demo is no longer asked for once nobody waits for it", async () => {
    const { tokens, requests } = open("address", silentAnswer);
    const leaving = new AbortController();
    const asking = tokens.current(leaving.signal);
    await expect.poll(() => requests.length).toBe(1);
    leaving.abort();
    expect(await asking).toMatchObject({ ok: false, error: { code: "server-unreachable" } });
  });

  it("of a person with a password is only to be had by signing in again", async () => {
    const { tokens, requests } = open("password");
    expect(await tokens.current()).toEqual(over);
    expect(await tokens.renew()).toEqual(over);
    expect(requests).toEqual([]);
  });

  it("is given for the right password, and not kept before it is known to be this person's", async () => {
    const { tokens, secrets, requests } = open("password");
    expect(await tokens.open("secret")).toMatchObject({ ok: true, value: { token: "fresh", person: { id: ada.id } } });
    expect(requests.map(({ method, url }) => [method, url])).toEqual([["POST", "http://server.example/v1/sessions"]]);
    expect(await requests[0]?.json()).toEqual({ email: ada.email, password: "secret" });
    expect(await secrets.read(name)).toBeUndefined();
  });
});

describe("how people sign in to a server", () => {
  const offerOf = (answer: Parameters<typeof recordedFetch>[0]) => {
    const { fetch, requests } = recordedFetch(answer);
    return { requests, offer: signInOfferOf(new ServerClient("http://server.example", fetch)) };
  };

  it("is as one of its people at a demo", async () => {
    const people = [{ email: ada.email, name: ada.name, role: "approver", organisation: "Customer" }];
    const { offer, requests } = offerOf(() => Response.json(people));
    expect(await offer).toEqual({ ok: true, value: { signsInBy: "address", people } });
    expect(requests[0]?.url).toBe("http://server.example/v1/demo/people");
  });

  it("is by password at a server that does not know the demo's people", async () => {
    const { offer } = offerOf(() => problemAnswer(404, "request-unknown", { name: "GET /v1/demo/people" }));
    expect(await offer).toEqual({ ok: true, value: { signsInBy: "password" } });
  });

  it.each([
    ["under a wrong path", () => problemAnswer(404, "request-unknown", { name: "GET /sub/v1/demo/people" })],
    ["that refuses for another reason", () => problemAnswer(403, "forbidden", { name: "GET /v1/demo/people" })],
    ["that is none of Countersign's", () => new Response("<html>", { status: 404 })],
    ["that cannot be reached", () => Promise.reject(new TypeError("fetch failed"))],
  ])("is unknown of a server %s", async (_, answer) => {
    expect(await offerOf(answer).offer).toMatchObject({ ok: false });
  });
});
