import type { Random } from "@countersign/server/demo/random.ts";
import type { TestPerson } from "@countersign/server/testing/network.ts";
import { testNetwork } from "@countersign/server/testing/network.ts";
import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import type { CollectionName } from "@countersign/shared/contract/protocol.ts";
import { collectionNames } from "@countersign/shared/contract/protocol.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { Role } from "@countersign/shared/domain/people.ts";
import { roles } from "@countersign/shared/domain/people.ts";

/** The people who order: one from a reseller with rules of its own, one from the distributor. */
export type Customer = "bakery" | "museum";

/** One thing that happens. Orders, decisions and commands are picked by their position among those that exist then. */
export type Step =
  | { readonly does: "place"; readonly customer: Customer }
  | {
      readonly does: "decide";
      readonly device: number;
      readonly order: number;
      readonly how: "approve" | "reject" | "reverse" | "comment";
    }
  /** Sends the device's commands: out of order, twice, without the first, truncated, or without receiving the answer. */
  | {
      readonly does: "push";
      readonly device: number;
      readonly how: "all" | "shuffled" | "twice" | "tail" | "cut" | "unheard";
      readonly salt: number;
    }
  | { readonly does: "pull"; readonly device: number; readonly collection: CollectionName; readonly limit: number }
  /** Pulls again and again, like a device whose stream reports changes. */
  | { readonly does: "follow"; readonly device: number; readonly collection: CollectionName; readonly times: number }
  | { readonly does: "change"; readonly person: TestPerson; readonly change: PersonChange }
  /** Several of them at the same moment. */
  | { readonly does: "together"; readonly steps: readonly Step[] };

/** The devices of a run: some people have two. */
export const devicesOf: readonly TestPerson[] = [
  "dora",
  "nick",
  "sven",
  "amy",
  "amy",
  "ben",
  "carl",
  "cora",
  "alma",
  "alma",
  "paul",
];

/** The people who have one device that only follows its stream. */
export const followersOf: readonly TestPerson[] = ["dora", "sven", "amy", "ben", "cora", "alma"];

const movable: readonly TestPerson[] = ["amy", "ben", "cora", "paul", "sven", "alma"];

/** The roles that a person of an organisation may have: sellers' roles are only for sellers. */
const rolesIn = (kind: Organisation["kind"]): Role[] =>
  roles.filter((role) => (role !== "reseller" && role !== "distributor") || role === kind);

const randomChange = (random: Random): Step => {
  const person = random.pick(movable);
  const { id: organisationId, kind } = random.pick(testNetwork.organisations);
  const chosen = random.shuffled(rolesIn(kind)).slice(0, random.integer(1, 2));
  const change = random.pick([
    { organisationId, roles: chosen },
    { organisationId },
    { roles: chosen },
    { isActive: random.chance(0.5) },
  ]);
  return { does: "change", person, change };
};

const single = (random: Random): Step => {
  const device = random.integer(0, devicesOf.length - 1);
  const kind = random.next();
  if (kind < 0.15) return { does: "place", customer: random.pick(["bakery", "bakery", "museum"] as const) };
  if (kind < 0.4)
    return {
      does: "decide",
      device,
      order: random.integer(0, 30),
      how: random.pick(["approve", "approve", "reject", "reverse", "comment"] as const),
    };
  if (kind < 0.6)
    return {
      does: "push",
      device,
      how: random.pick(["all", "all", "shuffled", "twice", "tail", "cut", "unheard"] as const),
      salt: random.integer(0, 1_000_000),
    };
  if (kind < 0.9)
    return { does: "pull", device, collection: random.pick(collectionNames), limit: random.integer(1, 7) };
  return randomChange(random);
};

const follow = (random: Random): Step => ({
  does: "follow",
  device: random.integer(0, devicesOf.length - 1),
  collection: random.pick(["orders", "orders", "history"] as const),
  times: random.integer(3, 12),
});

const together = (random: Random): Step => ({
  does: "together",
  steps: [
    ...Array.from({ length: random.integer(2, 8) }, () => single(random)),
    ...Array.from({ length: random.integer(0, 4) }, () => follow(random)),
  ],
});

/** What happens in one run. */
export const randomSteps = (random: Random, count: number): Step[] =>
  Array.from({ length: count }, () => (random.chance(0.35) ? together(random) : single(random)));
