import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { isErrorCode } from "@countersign/shared/contract/errors.ts";

import { createLog } from "#server/foundation/log/log.ts";
import { startServer } from "#server/node/start.ts";
import type { RunningServer } from "#server/node/start.ts";
import { timeLimit } from "#server/testing/database.ts";
import { overHttp } from "#server/testing/over-http.ts";
import type { Sample } from "#server/testing/prometheus-text.ts";
import { readPrometheusText } from "#server/testing/prometheus-text.ts";
import type { TestServer } from "#server/testing/server.ts";
import { startTestServer } from "#server/testing/server.ts";

vi.setConfig({ testTimeout: timeLimit, hookTimeout: timeLimit });

const metricsToken = "a-token-for-prometheus";

let server: TestServer;

const scrape = async (): Promise<Sample[]> => {
  const answer = await server.app.inject({ url: "/metrics", headers: { authorization: `Bearer ${metricsToken}` } });
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  return readPrometheusText(answer.payload);
};

const valueOf = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number | undefined =>
  samples.find(
    (sample) =>
      sample.name === `countersign_${name}` &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value;

beforeAll(async () => {
  server = await startTestServer({ metricsToken });
});
afterAll(() => server.stop());

describe("the metrics", () => {
  it("require the token", async () => {
    for (const authorization of ["", "Bearer", "Bearer another-token-for-all", metricsToken, `Bearer ${metricsToken} `])
      expect((await server.app.inject({ url: "/metrics", headers: { authorization } })).statusCode).toBe(401);
    const dora = await server.signIn("dora");
    expect((await dora.call("GET", "/metrics")).status).toBe(401);
  });

  it("count verdicts by state and code, pushes, pulls with their documents, requests by route, mails", async () => {
    const placed = await server.place();
    const amy = await server.signIn("amy");
    const device = amy.device();
    await device.push(device.approve(placed), device.approve({ id: "an-unknown-order" }));
    await amy.documents("orders");
    await amy.call("GET", `/v1/orders/${placed.id}?a=query`);
    await server.settle();
    const samples = await scrape();
    expect(valueOf(samples, "verdicts_total", { state: "accepted", code: "" })).toBe(1);
    expect(valueOf(samples, "verdicts_total", { state: "refused", code: "order-unknown" })).toBe(1);
    expect(valueOf(samples, "push_commands_sum")).toBe(2);
    expect(valueOf(samples, "pull_documents_sum", { collection: "orders" })).toBe(1);
    expect(valueOf(samples, "http_request_duration_seconds_count", { method: "POST", route: "/v1/sync/push" })).toBe(1);
    expect(valueOf(samples, "http_request_duration_seconds_count", { route: "/v1/orders/:id", status: "200" })).toBe(1);
    expect(valueOf(samples, "mails_total", { outcome: "sent" })).toBe(server.mails.length);
    expect(server.mails.length).toBeGreaterThan(0);
    expect(valueOf(samples, "job_duration_seconds_count", { queue: "mail-send", outcome: "done" })).toBe(
      server.mails.length,
    );
    expect(valueOf(samples, "database_up")).toBe(1);
  });

  it("cover streams, and whether they were told everything", async () => {
    const { headers } = await server.signIn("ben");
    const url = await overHttp(server.app);
    const reader = new AbortController();
    const { body } = await fetch(`${url}/v1/sync/stream`, { headers, signal: reader.signal });
    await body!.getReader().read();
    const samples = await scrape();
    expect(valueOf(samples, "streams")).toBe(1);
    expect(valueOf(samples, "streams_behind_commits")).toBe(0);
    reader.abort();
    await vi.waitFor(
      async () => expect(valueOf(await scrape(), "streams_closed_total", { reason: "reader" })).toBe(1),
      { timeout: timeLimit },
    );
  });
});

describe("the metrics of a node as it is started", () => {
  /**
   * With its pool and its jobs, on the same database: its jobs pass events on as well, so it comes after the tests that
   * count what the other node's jobs did.
   */
  let node: RunningServer;

  beforeAll(async () => {
    node = await startServer({
      dataFolder: "unused",
      databaseUrl: server.database.url,
      port: 0,
      host: "127.0.0.1",
      metricsToken,
      log: createLog("silent"),
    });
  });
  afterAll(() => node.stop());

  const scrapeNode = async (): Promise<Sample[]> => {
    const answer = await fetch(`${node.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    return readPrometheusText(await answer.text());
  };

  it("cover the queues' depths and ages, waiting events, the pool and the event loop", async () => {
    const samples = await scrapeNode();
    expect(valueOf(samples, "queue_jobs", { queue: "mail-send", state: "ready" })).toBe(0);
    expect(valueOf(samples, "queue_oldest_seconds", { queue: "webhooks-deliver" })).toBe(0);
    expect(valueOf(samples, "events_waiting")).toBeGreaterThanOrEqual(0);
    expect(valueOf(samples, "pool_connections", { state: "in-use" })).toBeGreaterThanOrEqual(0);
    expect(valueOf(samples, "pool_waiting")).toBe(0);
    expect(samples.some(({ name }) => name === "nodejs_eventloop_lag_p99_seconds")).toBe(true);
  });

  it("have labels only from lists in the code: none from the data, and none chosen by a caller", async () => {
    await server.app.inject({ url: "/v1/orders/ben@bakery.example/nothing?token=csk_secret" });
    await server.app.inject({ url: "/metrics/amy" });
    const samples = [...(await scrape()), ...(await scrapeNode())];
    for (const { labels } of samples)
      for (const value of Object.values(labels))
        expect(value).not.toMatch(/@|csk_|bakery|amy|ben|person-|order-\d|\d{4}-/i);
    const codes = samples.flatMap(({ labels }) => labels["code"] ?? []).filter((code) => code !== "");
    expect(codes).not.toEqual([]);
    expect(codes.filter((code) => !isErrorCode(code))).toEqual([]);
    const routes = samples.flatMap(({ labels }) => labels["route"] ?? []);
    expect(routes).toContain("unknown");
  });
});

describe("a node without a token", () => {
  it("has no metrics route", async () => {
    const closed = await startServer({
      dataFolder: "unused",
      databaseUrl: server.database.url,
      port: 0,
      host: "127.0.0.1",
      log: createLog("silent"),
    });
    expect((await fetch(`${closed.url}/metrics`)).status).toBe(404);
    await closed.stop();
  });
});

describe("the reader of the text format", () => {
  it("rejects what Prometheus would reject", () => {
    const family = "# HELP a Help\n# TYPE a counter\n";
    expect(readPrometheusText(`${family}a{b="c\\"d"} 1\n`)).toEqual([{ name: "a", labels: { b: 'c\\"d' }, value: 1 }]);
    const bad = [
      `${family}a 1`,
      `${family}a one\n`,
      `${family}a 1\na 1\n`,
      `${family}b 1\n`,
      `${family}a{b=c} 1\n`,
      `${family}${family}a 1\n`,
      `# HELP h H\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
      `# HELP h H\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`,
    ];
    for (const text of bad) expect(() => readPrometheusText(text)).toThrow(/./);
  });
});
