import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import type { OrderRequest } from "@countersign/shared/contract/intake.ts";
import { collectionNames, problemSchema } from "@countersign/shared/contract/protocol.ts";

import { changePerson } from "@countersign/server/features/people/change-person.ts";
import { emailOf, idOf, testNetwork } from "@countersign/server/testing/network.ts";
import { Finding } from "#test/torture/torture.ts";

import { Device } from "./device.ts";
import { readExpectation } from "./expectation.ts";
import { Following } from "./following.ts";
import type { Laboratory, Mutation, Specimen } from "./laboratory.ts";
import type { PossibleOutcome } from "./possible-outcomes.ts";
import { readPossibleOutcomes } from "./possible-outcomes.ts";
import type { Customer, Step } from "./steps.ts";
import { devicesOf, followersOf } from "./steps.ts";

const tenantId = testNetwork.tenant.id;

const requestFor = (customer: Customer): OrderRequest => ({
  source: { system: "api" },
  requester: customer === "bakery" ? { email: emailOf("carl") } : { email: "guide@museum.example", name: "The guide" },
  customer: { externalId: customer },
  lines: [{ product: "Oven", quantity: "1", unitPrice: { amountMinor: 60_000, currency: "EUR" } }],
  levelAmounts: [
    { role: "distributor", total: { amountMinor: 50_000, currency: "EUR" } },
    ...(customer === "bakery" ? [{ role: "reseller" as const, total: { amountMinor: 55_000, currency: "EUR" } }] : []),
  ],
});

/** @throws Finding if the order is accepted although nobody may approve it, or refused although somebody may. */
const place = async (
  { app, services }: Specimen,
  customer: Customer,
  { mayBeTakenIn, mayBeRefused }: PossibleOutcome,
): Promise<void> => {
  const { token } = await services.tokens.issue(idOf("dora"), null);
  const { statusCode, payload } = await app.inject({
    method: "POST",
    url: "/v1/orders",
    headers: { authorization: `Bearer ${token}` },
    payload: requestFor(customer),
  });
  const isRefused = statusCode === 422 && problemSchema.parse(JSON.parse(payload)).code === "no-approver";
  if (isRefused ? mayBeRefused : statusCode === 201 && mayBeTakenIn) return;
  throw new Finding(`an order of the ${customer} was answered ${statusCode}: ${payload}`);
};

/** A change that the person's other rights do not allow is refused, and then nothing has happened. */
const changeRights = async (
  { services }: Specimen,
  { person, change }: Extract<Step, { does: "change" }>,
): Promise<void> => {
  const changed = await changePerson(services, { tenantId, personId: idOf(person), by: "network" }, change);
  if (!changed.ok && changed.error.code !== "role-misplaced")
    throw new Error(`A change of rights: ${changed.error.code}`);
};

const take = async (
  specimen: Specimen,
  devices: readonly Device[],
  step: Step,
  outcome: (customer: Customer) => PossibleOutcome,
): Promise<void> => {
  switch (step.does) {
    case "place":
      return place(specimen, step.customer, outcome(step.customer));
    case "decide":
      return devices[step.device]?.decide(step);
    case "push":
      return devices[step.device]?.push(step);
    case "pull":
      await devices[step.device]?.pull(step.collection, step.limit);
      return;
    case "follow":
      for (let time = 0; time < step.times; time += 1) await devices[step.device]?.pull(step.collection, 100);
      return;
    case "change":
      return changeRights(specimen, step);
    case "together":
      await Promise.all(step.steps.map((each) => take(specimen, devices, each, outcome)));
  }
};

const comeToRest = async (specimen: Specimen, devices: readonly Device[]): Promise<void> => {
  // Only people who are locked out: a change of rights would repair whatever else the run left wrong for the person.
  const lockedOut = await specimen.services.db
    .selectFrom("people")
    .select("id")
    .where("is_active", "=", false)
    .execute();
  for (const { id: personId } of lockedOut) {
    const changed = await changePerson(specimen.services, { tenantId, personId, by: "network" }, { isActive: true });
    if (!changed.ok) throw new Error(`Somebody stays locked out: ${changed.error.code}`);
  }
  for (const device of devices) await device.push({ how: "all", salt: 0 });
  for (const device of devices) for (const collection of collectionNames) while (await device.pull(collection, 50));
};

const compare = async ({ services }: Specimen, devices: readonly Device[]): Promise<void> => {
  const expected = await readExpectation(services.db);
  for (const device of devices) {
    const person = expected.people.get(idOf(device.person));
    if (person === undefined) throw new Finding(`${device.person} is gone`);
    for (const [collection, wanted] of expected.of(person)) {
      const held = device.documents.get(collection) ?? new Map<string, unknown>();
      for (const [id, document] of wanted) {
        if (!held.has(id)) throw new Finding(`${device.person} misses ${collection} ${id}`);
        if (!isDeepStrictEqual(held.get(id), document))
          throw new Finding(`${device.person} has another ${collection} ${id} than the server`);
      }
      for (const id of held.keys())
        if (!wanted.has(id)) throw new Finding(`${device.person} has ${collection} ${id}, which is not theirs to see`);
    }
  }
};

/** Each command has one verdict, and what was accepted happened once. */
const countEffects = async ({ services: { db } }: Specimen, devices: readonly Device[]): Promise<void> => {
  const orders = (await db.selectFrom("orders").select("document").execute()).map(({ document }) => document);
  const effects = orders.flatMap(({ flow }) => [
    ...flow.decisions.map(({ id }) => id),
    ...flow.decisions.flatMap(({ reversal }) => (reversal === undefined ? [] : [reversal.commandId])),
    ...flow.comments.map(({ id }) => id),
  ]);
  if (new Set(effects).size !== effects.length) throw new Finding("a command took effect twice");
  const made = new Set<string>(effects);
  for (const { commands, person } of devices)
    for (const { id, verdict } of commands) {
      if (verdict.state === "waiting") throw new Finding(`${person}'s command ${id} has no verdict`);
      if (verdict.state === "refused" && made.has(id)) throw new Finding(`the refused command ${id} took effect`);
    }
  const accepted = devices.flatMap(({ commands }) => commands.filter(({ verdict }) => verdict.state === "accepted"));
  const stored = await db.selectFrom("commands").select(["id", "is_waiting"]).execute();
  if (stored.some(({ is_waiting: isWaiting }) => isWaiting)) throw new Finding("a command waits for ever");
  const known = new Set<string>(stored.map(({ id }) => id));
  const lost = accepted.find(({ id }) => !known.has(id));
  if (lost !== undefined) throw new Finding(`the accepted command ${lost.id} is not on record`);
};

/** Several times as long as a stream may keep news back. */
const patienceMillis = 1_000;

/** What the devices have that only follow their streams. They get time for that, and no other help. */
const compareFollowers = async (specimen: Specimen, followers: readonly Following[]): Promise<void> => {
  const until = performance.now() + patienceMillis;
  for (;;) {
    for (const follower of followers) await follower.caughtUp();
    try {
      await compare(
        specimen,
        followers.map(({ device }) => device),
      );
      return;
    } catch (error) {
      if (!(error instanceof Finding) || performance.now() > until) throw error;
      await pause(20);
    }
  }
};

/** Runs all steps, then lets everybody catch up. @throws Finding for anything that is not as it should be. */
export const runSteps = async (laboratory: Laboratory, steps: readonly Step[], mutate?: Mutation): Promise<void> => {
  const specimen = await laboratory.specimen(mutate);
  let followers: readonly Following[] = [];
  try {
    const devices = devicesOf.map((person) => new Device(person, specimen.app, specimen.services));
    // They make no decisions, so that only their streams move them.
    followers = followersOf.map((person) => new Following(new Device(person, specimen.app, specimen.services)));
    await Promise.all(followers.map((follower) => follower.open(specimen.app)));
    for (const step of steps)
      await take(specimen, devices, step, await readPossibleOutcomes(specimen.services.db, step));
    await comeToRest(specimen, devices);
    await countEffects(specimen, devices);
    await compare(specimen, devices);
    // People whose session ended sign in again.
    await Promise.all(followers.map((follower) => follower.open(specimen.app)));
    await compareFollowers(specimen, followers);
  } finally {
    for (const follower of followers) await follower.close();
    await specimen.close();
  }
};
