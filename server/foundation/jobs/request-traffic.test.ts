import { describe, expect, it } from "vitest";

import { RequestTraffic } from "./request-traffic.ts";

/** A clock that advances by `step` each time it is read. */
const trafficAt = (start: number, step: number) => {
  let now = start;
  const traffic = new RequestTraffic(() => (now += step));
  return { traffic, now: () => now, pass: (millis: number) => (now += millis) };
};

describe("the traffic of a node", () => {
  it("lets jobs continue at once while nobody waits", async () => {
    const { traffic, now } = trafficAt(0, 1);
    await traffic.untilIdle();
    expect(now()).toBeLessThan(10);
    const end = traffic.begin();
    end();
    await traffic.untilIdle();
    expect(now()).toBeGreaterThanOrEqual(10);
  });

  it("makes a job wait for a request, and for one that follows it closely, but not for long", async () => {
    const { traffic, now } = trafficAt(0, 1);
    const begun = now();
    traffic.begin();
    await traffic.untilIdle();
    expect(now() - begun).toBeGreaterThanOrEqual(250);
    expect(now() - begun).toBeLessThan(270);
  });

  it("gives jobs, whichever they are, half of the time of a node that is never idle", async () => {
    const { traffic, now, pass } = trafficAt(0, 0.01);
    traffic.begin();
    const waited: number[] = [];
    const standBack = async (): Promise<number> => {
      const asked = now();
      await traffic.untilIdle();
      return now() - asked;
    };
    const first = standBack();
    pass(250);
    await first;
    for (let job = 0; job < 20; job += 1) {
      waited.push(await standBack());
      pass(10);
    }
    expect(Math.max(...waited)).toBeLessThan(1);
    pass(60);
    const again = standBack();
    pass(249);
    expect(await again).toBeGreaterThanOrEqual(249);
  });
});
