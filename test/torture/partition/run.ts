import { setTimeout as pause } from "node:timers/promises";

import { seededRandom } from "@countersign/server/demo/random.ts";
import { Finding } from "#test/torture/torture.ts";

import type { Databases } from "./databases.ts";
import { examine, unrestOf } from "./examine.ts";
import type { Mutant } from "./mutants.ts";
import { Site } from "./site.ts";
import type { Step } from "./steps.ts";
import { randomSteps } from "./steps.ts";

/** Longer than a device's patience with a silent stream, plus its backoff. */
const restMillis = 120_000;

/** A node reports a change to a device within moments; a device that only polls would take longer. */
const newsMillis = 15_000;

/** Everybody has something to decide on to begin with. */
const firstOrders = 4;

interface Running {
  readonly site: Site;
  /** The shop's requests continue by themselves until they are answered. */
  readonly underWay: Promise<unknown>[];
}

/** A failure is thrown when they are awaited, not before. */
const later = ({ underWay }: Running, work: Promise<unknown>): void => {
  work.catch(() => undefined);
  underWay.push(work);
};

const take = async (running: Running, step: Step): Promise<void> => {
  const { site } = running;
  const { nodes, devices, shop, journal } = site;
  switch (step.does) {
    case "place":
      return later(running, shop.place());
    case "delegate":
      return later(running, shop.delegate());
    case "decide": {
      const device = devices[step.device]!;
      journal.note(`${device.person} (${step.device}): ${step.how}: ${await device.decide(step.position, step.how)}`);
      return;
    }
    case "change":
      return later(running, shop.change(step.person, step.change));
    case "wait":
      await pause(step.millis);
      return;
    case "kill node":
      return site.killNode(nodes[step.node]!, step.downMillis);
    case "kill after commit":
      return site.killAfterCommit(step);
    case "kill device":
      return site.killDevice(devices[step.device]!, step.downMillis);
    case "cut network":
      return site.cutNetwork();
    case "cut database":
      return nodes[step.node]!.cutDatabase();
    case "lose commit":
      return nodes[step.node]!.loseCommit(step);
  }
};

/** Waits until nothing is left to do. @throws Finding with what is still in the way. */
const comeToRest = async (site: Site, within: number): Promise<void> => {
  const deadline = performance.now() + within;
  for (;;) {
    const failed = site.nodes.find(({ hasFailed }) => hasFailed);
    if (failed !== undefined) throw new Finding(`node ${failed.name} ended by itself`);
    // A sign-in that was not answered in time, on a bad network or a busy machine, is tried again by its person.
    await Promise.all(site.devices.map((device) => device.signIn()));
    const unrest = await unrestOf(site);
    if (unrest === undefined) return;
    if (performance.now() > deadline) throw new Finding(`not at rest after ${within / 1_000} s: ${unrest}`);
    await pause(100);
  }
};

/** Only people who are locked out: a change of rights would repair whatever else the run left wrong for the person. */
const letEverybodyIn = async ({ database: { db }, shop, devices }: Site): Promise<void> => {
  const people = await db.selectFrom("people").select("id").where("is_active", "=", false).execute();
  const lockedOut = new Set<string>(people.map(({ id }) => id));
  for (const person of new Set(devices.map((device) => device.person)))
    if (lockedOut.has(`person-${person}`)) await shop.change(person, { isActive: true });
};

const perform = async (running: Running, steps: readonly Step[]): Promise<void> => {
  const { site, underWay } = running;
  await Promise.all(Array.from({ length: firstOrders }, () => site.shop.place()));
  await comeToRest(site, restMillis);
  site.journal.note("begins");
  site.isCalm = false;
  for (const step of steps) {
    if (step.does !== "decide" && step.does !== "wait") site.journal.note(JSON.stringify(step));
    await take(running, step);
  }
  await site.calm();
  site.journal.note("calm");
  await Promise.all(underWay);
  await letEverybodyIn(site);
  for (const device of site.devices) await device.wake();
  await comeToRest(site, restMillis);
  await examine(site);
  site.journal.note("at rest");
  // The streams are followed again: news arrives unasked.
  await site.shop.place();
  await comeToRest(site, newsMillis);
  site.journal.note("all have heard of another order");
};

/** Steps during which a node may answer with a failure of its own; a network fault is not a reason for one. */
const troubled = new Set<Step["does"]>(["kill node", "kill after commit", "cut database", "lose commit"]);

export interface Run {
  readonly seed: number;
  readonly steps: number;
  readonly mutant?: Mutant;
}

/** The steps of a seed. A third of the runs leave servers and databases alone, so that no failure is excused. */
const stepsOf = ({ seed, steps }: Run): Step[] => {
  const all = randomSteps(seededRandom(seed), steps);
  return seed % 3 === 0 ? all.filter(({ does }) => !troubled.has(does)) : all;
};

/** @throws Finding with the log of what happened. */
export const runPartition = async (databases: Databases, run: Run): Promise<void> => {
  const site = await Site.open(databases, run.seed, run.mutant);
  const steps = stepsOf(run);
  try {
    await perform({ site, underWay: [] }, steps);
    const isExcused = steps.some(({ does }) => troubled.has(does));
    if (!isExcused && site.failures.length > 0) throw new Finding(site.failures.join("\n"));
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const messages = site.nodes.map(({ name, messages: text }) => `node ${name}:\n${text.slice(-2_000)}`);
    throw new Finding(`${error.message}\n\n${site.journal.toString()}\n\n${messages.join("\n")}`);
  } finally {
    await site.close();
  }
};
