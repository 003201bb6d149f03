import { describe, expect, it } from "vitest";

import type { TestPerson } from "@countersign/server/testing/network.ts";
import { idOf, testNetwork } from "@countersign/server/testing/network.ts";

import { network } from "./network.ts";
import { prospectOf } from "./prospects.ts";
import type { Step } from "./steps.ts";

/** The bakery's: amy or ben, then whom the sellers name. */
const rules = network.policies[0]?.rules ?? [];

const place: Step = { does: "place", customer: "bakery" };

const lockedOut = (...names: TestPerson[]) =>
  testNetwork.people.map((person) =>
    names.some((name) => idOf(name) === person.id) ? { ...person, isActive: false } : person,
  );

const change = (person: TestPerson, isActive: boolean): Step => ({ does: "change", person, change: { isActive } });

describe("what may become of an order, by who may approve it", () => {
  it("is taken in while somebody may sign in whom its rule names", () => {
    expect(prospectOf(rules, lockedOut("amy"), place)).toEqual({ mayBeTakenIn: true, mayBeRefused: false });
  });

  it("I23 is refused while nobody may", () => {
    expect(prospectOf(rules, lockedOut("amy", "ben"), place)).toEqual({ mayBeTakenIn: false, mayBeRefused: true });
  });

  it("is either while the last one is locked out, or one is let in, at the same moment", () => {
    const either = { mayBeTakenIn: true, mayBeRefused: true };
    const together = (other: Step): Step => ({ does: "together", steps: [place, other] });
    expect(prospectOf(rules, lockedOut("amy"), together(change("ben", false)))).toEqual(either);
    expect(prospectOf(rules, lockedOut("amy", "ben"), together(change("ben", true)))).toEqual(either);
  });

  it("does not depend on the rights of others, nor on where those work whom the rule names", () => {
    const steps: Step[] = [
      place,
      change("cora", false),
      { does: "change", person: "ben", change: { roles: ["admin"] } },
    ];
    const prospect = prospectOf(rules, lockedOut("amy"), { does: "together", steps });
    expect(prospect).toEqual({ mayBeTakenIn: true, mayBeRefused: false });
  });
});
