import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it } from "vitest";

import { post } from "./post.ts";

/** A self-signed certificate for these tests: `openssl req -x509 -newkey ec -subj /CN=localhost`. */
const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqCOTUJt+Hq1VcavT
T1vQx6RAiHypyBTn5c/+Q1t3BbKhRANCAAR9Ojh4Sbad0ereboApIbbKe7FVXMhu
hCu5p6mQ+XPXIOnjVmgbGfKnGbp0PrDzALzxSzDb5ihvORh13lH8kRYy
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUYa6UhBiZBOAsrZaOiqOd5X0b188wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDA0Mzg1NVoYDzIxMjYxMDMx
MDQzODU1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR9Ojh4Sbad0ereboApIbbKe7FVXMhuhCu5p6mQ+XPXIOnjVmgbGfKn
Gbp0PrDzALzxSzDb5ihvORh13lH8kRYyo2kwZzAdBgNVHQ4EFgQUO/4kqb9fcAKW
qk60KBs0gwi1plswHwYDVR0jBBgwFoAUO/4kqb9fcAKWqk60KBs0gwi1plswDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIgKATWvNg8F3nfCDWTlaIQDeyY0Eb8l3XT0OoKNpFvcgwCIQD+WUkHEbMz
fD91cyzb8UaXD6cnDvl62O+ePZkJZ/lZRg==
-----END CERTIFICATE-----`,
};

let receivers: Server[] = [];

afterEach(() => {
  for (const receiver of receivers) {
    receiver.closeAllConnections();
    receiver.close();
  }
  receivers = [];
});

const listen = async (receiver: Server): Promise<number> => {
  receivers.push(receiver);
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  return (receiver.address() as AddressInfo).port;
};

const postTo = (url: string, timeoutMillis?: number) =>
  post(
    { url, headers: { "x-own": "1" }, body: "{}" },
    { mayBePrivate: true, ...(timeoutMillis === undefined ? {} : { timeoutMillis }) },
  );

const answered = async (answer: RequestListener, timeoutMillis?: number) =>
  postTo(`http://127.0.0.1:${await listen(createServer(answer))}/hook`, timeoutMillis);

describe("a message that is posted", () => {
  it("is JSON with the given headers, and the answer's status is the outcome", async () => {
    const seen: unknown[] = [];
    const outcome = await answered((request, response) => {
      const { "content-type": type, "x-own": own } = request.headers;
      seen.push([request.method, request.url, type, own]);
      response.writeHead(204).end();
    });
    expect(outcome).toEqual({ status: 204 });
    expect(seen).toEqual([["POST", "/hook", "application/json", "1"]]);
  });

  it("follows no redirect", async () => {
    let requests = 0;
    const outcome = await answered((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect([outcome, requests]).toEqual([{ status: 307 }, 1]);
  });

  it("returns when the receiver wants it again", async () => {
    const outcome = await answered((_request, response) => response.writeHead(429, { "retry-after": "7" }).end());
    expect(outcome).toEqual({ status: 429, retryAfter: "7" });
  });

  it("does not wait for a receiver that does not answer", async () => {
    expect(await answered(() => undefined, 50)).toEqual({ error: "timeout" });
  });

  it("does not wait for an answer that never ends", async () => {
    const outcome = await answered((_request, response) => void response.writeHead(200).write("still"), 50);
    expect(outcome).toEqual({ error: "timeout" });
  });

  it("reads no more of an answer than the limit", async () => {
    const outcome = await answered((_request, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024)));
        response.once("drain", write);
      };
      write();
    });
    expect(outcome).toEqual({ status: 200 });
  });

  it("has failed if the answer is cut off", async () => {
    const outcome = await answered((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.socket?.destroy());
    });
    expect(outcome).toEqual({ error: "unreachable" });
  });

  it("does not switch protocols", async () => {
    const outcome = await answered((_request, response) =>
      response.writeHead(101, { connection: "upgrade", upgrade: "other" }).end(),
    );
    expect(outcome).toEqual({ status: 101 });
  });

  it("reads no endless headers", async () => {
    const outcome = await answered((_request, response) =>
      response.writeHead(200, { "x-much": "x".repeat(100_000) }).end(),
    );
    expect(outcome).toEqual({ error: "unreachable" });
  });

  it("does not reach a closed port", async () => {
    const receiver = createServer();
    const port = await listen(receiver);
    await new Promise((resolve) => receiver.close(resolve));
    expect(await postTo(`http://127.0.0.1:${port}/`)).toEqual({ error: "unreachable" });
  });

  it("is not sent to a receiver with an untrusted certificate", async () => {
    let requests = 0;
    const receiver = createSecureServer(selfSigned, (_request, response) => {
      requests += 1;
      response.end();
    });
    const port = await listen(receiver);
    expect([await postTo(`https://localhost:${port}/`), requests]).toEqual([{ error: "certificate" }, 0]);
  });
});
