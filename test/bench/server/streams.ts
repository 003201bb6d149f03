import { readFile } from "node:fs/promises";

import type { Measurement } from "#test/bench/measurement.ts";
import { lessIsBetter } from "#test/bench/measurement.ts";
import type { Scale } from "#test/bench/scale.ts";
import type { Api } from "@countersign/server/testing/api.ts";

import { placeOrder } from "./order-course.ts";
import { percentile } from "./percentile.ts";
import type { OpenStream } from "./stream.ts";
import { openStream } from "./stream.ts";

const fullClients = 10_000;
const openedAtOnce = 100;
const goals = { p99Millis: 500, kilobytes: 100 };

/** The memory that a process holds, in bytes (Linux). */
const residentBytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
};

/** Ten thousand open streams on one node: how long until the last ones hear of a commit, and what each costs. */
export async function* streams(
  api: Api,
  { pid, scale }: { readonly pid: number; readonly scale: Scale },
): AsyncGenerator<Measurement> {
  const clients = scale(fullClients);
  const before = await residentBytes(pid);
  const open: OpenStream[] = [];
  while (open.length < clients)
    open.push(...(await Promise.all(Array.from({ length: openedAtOnce }, () => openStream(api.server, api.token)))));
  const perStream = ((await residentBytes(pid)) - before) / clients / 1_024;
  const heard = open.map((stream) => stream.next());
  await placeOrder(api);
  const committedAt = performance.now();
  const delays = (await Promise.all(heard)).map(({ at }) => at - committedAt);
  for (const stream of open) stream.close();
  yield lessIsBetter({
    name: "server.streams-p99",
    ours: percentile(delays, 0.99),
    peer: goals.p99Millis,
    peerName: "goal",
    unit: "ms",
  });
  yield lessIsBetter({
    name: "server.streams-memory",
    ours: perStream,
    peer: goals.kilobytes,
    peerName: "bound",
    unit: "kB/stream",
  });
}
