import { describe, expect, it } from "vitest";

import type { TestPerson } from "@countersign/server/testing/network.ts";
import { idOf, testNetwork } from "@countersign/server/testing/network.ts";

import { network } from "./network.ts";
import { possibleOutcome } from "./possible-outcomes.ts";
import type { Step } from "./steps.ts";

/** The bakery's policy: amy or ben, then the people whom the sellers name. */
const rules = network.policies[0]?.rules ?? [];

const place: Step = { does: "place", customer: "bakery" };

const lockedOut = (...names: TestPerson[]) =>
  testNetwork.people.map((person) =>
    names.some((name) => idOf(name) === person.id) ? { ...person, isActive: false } : person,
  );

const change = (person: TestPerson, isActive: boolean): Step => ({ does: "change", person, change: { isActive } });

describe("the possible outcomes of an order, by who may approve it", () => {
  it("is accepted while somebody named by its rule may sign in", () => {
    expect(possibleOutcome(rules, lockedOut("amy"), place)).toEqual({ mayBeTakenIn: true, mayBeRefused: false });
  });

  it("is refused while nobody may", () => {
    expect(possibleOutcome(rules, lockedOut("amy", "ben"), place)).toEqual({ mayBeTakenIn: false, mayBeRefused: true });
  });

  it("may be either while the last one is being locked out, or one let in, at the same moment", () => {
    const either = { mayBeTakenIn: true, mayBeRefused: true };
    const together = (other: Step): Step => ({ does: "together", steps: [place, other] });
    expect(possibleOutcome(rules, lockedOut("amy"), together(change("ben", false)))).toEqual(either);
    expect(possibleOutcome(rules, lockedOut("amy", "ben"), together(change("ben", true)))).toEqual(either);
  });

  it("does not depend on the rights of others, nor on where the named people work", () => {
    const steps: Step[] = [
      place,
      change("cora", false),
      { does: "change", person: "ben", change: { roles: ["admin"] } },
    ];
    const outcome = possibleOutcome(rules, lockedOut("amy"), { does: "together", steps });
    expect(outcome).toEqual({ mayBeTakenIn: true, mayBeRefused: false });
  });
});
