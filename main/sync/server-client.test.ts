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
