import type { Random } from "@countersign/server/demo/random.ts";
import type { TestPerson } from "@countersign/server/testing/network.ts";
import type { PersonChange } from "@countersign/shared/contract/api/people.ts";
import { organisationIdSchema } from "@countersign/shared/domain/ids.ts";

import type { Act } from "./device-messages.ts";
import type { CommitFault } from "./nodes.ts";

/** One thing that happens. Nodes and devices are named by their position. */
export type Step =
  | { readonly does: "place" }
  /** Somebody plans an absence, long after the run. */
  | { readonly does: "delegate" }
  | { readonly does: "decide"; readonly device: number; readonly position: number; readonly how: Act }
  | { readonly does: "change"; readonly person: TestPerson; readonly change: PersonChange }
  | { readonly does: "wait"; readonly millis: number }
  | { readonly does: "kill node"; readonly node: number; readonly downMillis: number }
  /** Whichever node stores the next push, or order, is killed before its answer gets out. */
  | { readonly does: "kill after commit"; readonly of: "push" | "order" | "delegation"; readonly downMillis: number }
  | { readonly does: "kill device"; readonly device: number; readonly downMillis: number }
  /** Every connection of every device is reset at once. */
  | { readonly does: "cut network" }
  | { readonly does: "cut database"; readonly node: number }
  | ({ readonly does: "lose commit"; readonly node: number } & CommitFault);

/** The devices of a run: one person has two. */
export const devicesOf: readonly TestPerson[] = ["amy", "amy", "ben", "alma", "nick"];

export const nodeNames = ["one", "two", "three"] as const;

const changes: readonly Omit<Extract<Step, { does: "change" }>, "does">[] = [
  { person: "ben", change: { isActive: false } },
  { person: "ben", change: { isActive: true } },
  { person: "ben", change: { roles: ["approver", "admin"] } },
  { person: "ben", change: { roles: ["requester"] } },
  { person: "nick", change: { organisationId: organisationIdSchema.parse("org-south") } },
  { person: "nick", change: { organisationId: organisationIdSchema.parse("org-north") } },
  { person: "alma", change: { roles: ["requester"] } },
  { person: "alma", change: { roles: ["admin"] } },
];

const trouble = (random: Random): Step => {
  const node = random.integer(0, nodeNames.length - 1);
  const downMillis = random.integer(200, 2_500);
  return random.pick<Step>([
    { does: "kill node", node, downMillis },
    { does: "kill after commit", of: "push", downMillis },
    { does: "kill after commit", of: "push", downMillis },
    { does: "kill after commit", of: "order", downMillis },
    { does: "kill after commit", of: "delegation", downMillis },
    { does: "kill device", device: random.integer(0, devicesOf.length - 1), downMillis },
    { does: "cut network" },
    { does: "cut database", node },
    { does: "lose commit", node, of: "history", how: random.pick(["reset", "lost answer"]) },
    {
      does: "lose commit",
      node,
      of: random.pick(["orders", "delegations"]),
      how: random.pick(["reset", "lost answer"]),
    },
  ]);
};

const single = (random: Random): Step => {
  const kind = random.next();
  if (kind < 0.15) return { does: "place" };
  if (kind < 0.2) return { does: "delegate" };
  if (kind < 0.62)
    return {
      does: "decide",
      device: random.integer(0, devicesOf.length - 1),
      position: random.integer(0, 50),
      how: random.pick(["approve", "approve", "reject", "reverse", "comment", "comment"] as const),
    };
  if (kind < 0.7) return { does: "change", ...random.pick(changes) };
  if (kind < 0.85) return { does: "wait", millis: random.integer(10, 600) };
  return trouble(random);
};

/** What happens in one run. */
export const randomSteps = (random: Random, count: number): Step[] =>
  Array.from({ length: count }, () => single(random));
