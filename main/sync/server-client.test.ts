import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { ServerClient } from "./server-client.ts";

const listening = async (answer: RequestListener) => {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

describe("the client of a server", () => {
  it("takes the code of a problem whose figures a newer server sends in a new form", async () => {
    const args = { devices: ["phone", "desk"], until: 3 };
    const problem = {
      type: "about:blank",
      title: "Unauthorized",
      status: 401,
      detail: "",
      code: "session-refused",
      args,
    };
    await using server = await listening((_request, response) => {
      response.writeHead(401, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    });
    const client = new ServerClient(server.url, globalThis.fetch);
    expect(await client.get("/v1/session", z.strictObject({}))).toEqual({
      ok: false,
      error: { code: "session-refused", args: { devices: { newer: ["phone", "desk"] }, until: 3 } },
    });
  });

  it("follows no redirect: a password and a token are only for this server", async () => {
    const led: string[] = [];
    await using elsewhere = await listening((request, response) => {
      led.push(request.url ?? "");
      response.end("{}");
    });
    await using server = await listening((request, response) => {
      response.writeHead(307, { location: elsewhere.url + (request.url ?? "") }).end();
    });
    const client = new ServerClient(server.url, globalThis.fetch);
    const account = { email: "ada@example.org", password: "correct horse battery" };
    const answers = [
      await client.post("/v1/sessions", account, z.strictObject({})),
      await client.get("/v1/session", z.strictObject({}), { token: "token" }),
    ];
    expect(answers.map((answer) => answer.ok)).toEqual([false, false]);
    expect(led).toEqual([]);
  });
});
