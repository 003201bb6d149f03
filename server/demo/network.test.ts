import { describe, expect, it } from "vitest";
import { z } from "zod";

import { stageConditionSchema } from "@countersign/shared/domain/approval-flow.ts";
import { historyEntrySchema } from "@countersign/shared/domain/history.ts";
import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { knownAmount, multiplyMoney, sumAmounts, unknownAmount } from "@countersign/shared/domain/money.ts";
import type { Amount } from "@countersign/shared/domain/money.ts";
import { orderSchema } from "@countersign/shared/domain/order.ts";
import type { OrderLine } from "@countersign/shared/domain/order.ts";
import { organisationSchema } from "@countersign/shared/domain/organisation.ts";
import { personSchema, roles } from "@countersign/shared/domain/people.ts";
import type { Person, Role } from "@countersign/shared/domain/people.ts";
import { approvalPolicySchema } from "@countersign/shared/domain/policy.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { checkBudget } from "@countersign/shared/engine/planning/budget/check.ts";
import { foldFlow, openStages } from "@countersign/shared/engine/approval/fold.ts";
import { stageToDecide, waitsFor } from "@countersign/shared/engine/approval/waiting.ts";

import { parseSetting } from "#server/records/settings/setting-kinds.ts";

import { demoNetwork } from "./network.ts";

const now = instantSchema.parse("2026-11-21T12:00:00.000Z");
const network = demoNetwork({ orders: 200, now });
const cases = [...network.orders()];
const orders = cases.map(({ order }) => order);

const waitingFor = ({ id }: Person) => orders.filter((order) => waitsFor(order, id)).map(({ number }) => number);
const offeredAs = (role: Role) => network.featured.filter(({ roles: [first] }) => first === role);

const certain = <Value>(result: Result<Value, unknown>): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const sumOf = (amounts: readonly Amount[]): Amount => certain(sumAmounts(amounts));
const computedTotal = ({ quantity, unitPrice }: OrderLine): Amount =>
  quantity.kind === "units" && unitPrice.known
    ? knownAmount(certain(multiplyMoney(unitPrice.money, quantity.value)))
    : unknownAmount;

describe("the demo network", () => {
  it("has documents that satisfy their schemas", () => {
    expect(() => z.array(organisationSchema).parse(network.organisations)).not.toThrow();
    expect(() => z.array(personSchema).parse(network.people)).not.toThrow();
    expect(() => z.array(approvalPolicySchema).parse(network.policies)).not.toThrow();
    for (const { kind, document } of network.settings) expect(() => parseSetting(kind, document)).not.toThrow();
    expect(() => z.array(orderSchema).parse(orders)).not.toThrow();
    expect(() => z.array(historyEntrySchema).parse(cases.flatMap(({ history }) => history))).not.toThrow();
  });

  it("is identical to the byte for the same input", () => {
    const again = demoNetwork({ orders: 200, now });
    expect(JSON.stringify([again, ...again.orders()])).toBe(JSON.stringify([network, ...cases]));
  });

  it("is a chain of one distributor, three resellers and eleven customers, some of them in the direct model", () => {
    const byKind = Map.groupBy(network.organisations, ({ kind }) => kind);
    expect([...byKind].map(([kind, { length }]) => [kind, length])).toEqual([
      ["distributor", 1],
      ["reseller", 3],
      ["customer", 11],
    ]);
    const [distributor] = byKind.get("distributor") ?? [];
    expect(byKind.get("customer")?.filter(({ parentId }) => parentId === distributor?.id)).not.toHaveLength(0);
  });

  it("names organisations and people that exist, each once, with mailboxes that nobody can own", () => {
    const ids = network.organisations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(network.people.map(({ id }) => id)).size).toBe(network.people.length);
    expect(new Set(network.people.map(({ email }) => email)).size).toBe(network.people.length);
    for (const { email, organisationId } of network.people) {
      expect(email).toMatch(/\.example$/);
      expect(ids).toContain(organisationId);
    }
  });

  it("has a policy for every customer and one for everybody else", () => {
    const governed = network.policies.map(({ organisationId }) => organisationId);
    const customers = network.organisations.filter(({ kind }) => kind === "customer");
    expect(governed).toEqual(expect.arrayContaining(customers.map(({ id }) => id)));
    expect(network.policies.map(({ id }) => id)).toContain(network.defaultPolicyId);
  });

  it("offers people of every role", () => {
    expect(roles.filter((role) => offeredAs(role).length === 0)).toEqual([]);
  });

  it("has at least eight orders waiting for each role that decides", () => {
    const isIdle = (role: Role) => offeredAs(role).every((person) => waitingFor(person).length < 8);
    expect(roles.filter(isIdle)).toEqual(["requester", "admin"]);
  });

  it("has five or more orders waiting for two approvers, either of whom may decide", () => {
    const [ada, bruno] = offeredAs("approver");
    const shared = waitingFor(ada!).filter((number) => waitingFor(bruno!).includes(number));
    expect(shared.length).toBeGreaterThanOrEqual(5);
  });

  it("has orders waiting for its offered people in stages of every rule and mode, in sequence and in parallel", () => {
    const asked = network.featured.flatMap(({ id }) =>
      orders.flatMap((order) => {
        const stage = stageToDecide(order, id);
        return stage === undefined ? [] : [{ order, stage }];
      }),
    );
    // Withheld figures are never a rule's condition: they are what a reader at another price level gets.
    const rules = stageConditionSchema.options
      .map(({ shape }) => shape.when.value)
      .filter((rule) => rule !== "withheld");
    expect(rules.filter((rule) => !asked.some(({ stage }) => stage.condition.when === rule))).toEqual([]);
    const budgets = asked.map(({ stage: { condition: reason } }) =>
      reason.when === "budget-exceeded" ? reason.owner : undefined,
    );
    expect(budgets).toEqual(expect.arrayContaining(["requester", "cost-centre"]));
    const modes = new Set(asked.map(({ stage }) => stage.requirement.mode));
    expect([...modes].toSorted()).toEqual(["all", "any", "n-of-m"]);
    const atOnce = asked.filter(({ order }) => openStages(order.flow).length > 1);
    expect(new Set(atOnce.map(({ stage }) => stage.role))).toEqual(new Set(["reseller", "distributor"]));
    const levels = asked.filter(({ stage }) => stage.condition.when === "authorizer-limit-exceeded");
    expect(new Set(levels.map(({ stage }) => stage.step))).toEqual(new Set([1, 2]));
    expect(asked.some(({ stage }) => stage.candidates.some(({ escalatedAt }) => escalatedAt))).toBe(true);
    expect(asked.some(({ stage }) => stage.candidates.some(({ delegation }) => delegation))).toBe(true);
    expect(asked.some(({ order: { flow } }) => flow.policy.selfApproval === "allowed")).toBe(true);
    const reasons = new Set(asked.map(({ order: { flow } }) => flow.policy.rejectionReason));
    expect([...reasons].toSorted()).toEqual(["none", "optional", "required"]);
  });

  it("W04 W05 asks a reseller about all its customers but one, and a reseller that pays by card about all", () => {
    const switchOf = (customerId: string) =>
      network.settings.find(({ kind, ownerId }) => kind === "customer-approval" && ownerId === customerId);
    const askedBy = (customerId: string) =>
      orders
        .filter(({ customer }) => customer.organisationId === customerId)
        .some(({ flow }) => flow.stages.some(({ condition: reason }) => reason.when === "reseller-approval"));
    for (const customer of ["org-blueheron", "org-dune-lantern"])
      expect(switchOf(customer)).toMatchObject({ document: { isOn: false } });
    expect(["org-thistledown", "org-blueheron", "org-dune-lantern"].map(askedBy)).toEqual([true, false, true]);
  });

  it("has partners that approve alone and together, each for the order's cost at its own level", () => {
    const asking = orders.map(({ flow }) =>
      flow.stages
        .flatMap(({ role, condition: reason }) => (reason.when === "credit-risk-group" ? [role] : []))
        .join(" and "),
    );
    expect(asking).toEqual(expect.arrayContaining(["distributor", "reseller and distributor"]));
    const compared = orders.flatMap(({ flow, totals: { gross } }) =>
      flow.stages.flatMap(({ condition: reason }) =>
        reason.when === "credit-risk-group" && reason.amount.known && gross.known
          ? [reason.amount.money.amountMinor < gross.money.amountMinor]
          : [],
      ),
    );
    expect(new Set(compared)).toEqual(new Set([true]));
  });

  it("I25 counts its budgets as the engine does, from all orders spent before", () => {
    const budgets = network.policies.flatMap(({ organisationId, rules }) =>
      rules.flatMap(({ condition }) =>
        condition.when === "budget-exceeded" ? [{ organisationId, ...condition }] : [],
      ),
    );
    const spentAt = ({ order, history }: (typeof cases)[number]) => history.at(-1)?.receivedAt ?? order.placedAt;
    for (const [index, { order }] of cases.entries()) {
      const before = cases.slice(0, index).filter((each) => spentAt(each) <= order.placedAt);
      const expected = budgets.flatMap(({ organisationId, budget, settings }) =>
        order.customer.organisationId === organisationId
          ? (checkBudget(
              budget,
              order,
              before.map((each) => each.order),
              { settings, rates: [] },
            ) ?? [])
          : [],
      );
      expect(
        order.flow.stages.map(({ condition: reason }) => reason).filter(({ when }) => when === "budget-exceeded"),
      ).toEqual(expected);
    }
  });

  it("numbers its orders in the sequence in which they were placed, all before now", () => {
    const numbers = orders.map(({ number }) => number);
    expect(numbers[0]).toBe("SO-100001");
    expect(new Set(numbers).size).toBe(200);
    expect(new Set(orders.map(({ id }) => id)).size).toBe(200);
    const placed = orders.map(({ placedAt }) => placedAt);
    expect(placed).toEqual(placed.toSorted());
    expect(placed.at(-1)! < now).toBe(true);
  });

  it("adds up its amounts: each line rounded once, gross = net + shipping + tax, unknown if any line is", () => {
    for (const { lines, totals } of orders) {
      expect(lines.map(({ total }) => total)).toEqual(lines.map(computedTotal));
      expect(totals.net).toEqual(sumOf(lines.map(({ total }) => total)));
      expect(totals.gross).toEqual(sumOf([totals.net, totals.shipping, totals.tax]));
    }
  });

  it("records one history entry for every decision and every reversal", () => {
    for (const { order, history } of cases) {
      const { decisions } = order.flow;
      const recorded = decisions.flatMap(({ id, reversal }) => [id, ...(reversal ? [reversal.commandId] : [])]);
      expect(history.map(({ id }) => id).toSorted()).toEqual(recorded.toSorted());
      expect(history.at(-1)?.orderStatus ?? order.status).toBe(order.status);
    }
  });

  it("has every decision made before the server received it, and received before now", () => {
    for (const { history } of cases)
      for (const { madeAt, receivedAt } of history) {
        expect(madeAt < receivedAt).toBe(true);
        expect(receivedAt < now).toBe(true);
      }
  });

  it("shows the status that the engine gives", () => {
    for (const { status, flow } of orders) expect(status).toBe(foldFlow(flow).outcome);
  });

  it("leaves slightly less than half of its orders pending, from minutes to weeks old", () => {
    const pending = orders.filter(({ status }) => status === "pending");
    expect(pending.length).toBeGreaterThan(80);
    expect(pending.length).toBeLessThan(100);
    const ages = pending.map(({ placedAt }) => Date.parse(now) - Date.parse(placedAt));
    expect(Math.min(...ages)).toBeLessThan(3_600_000);
    expect(Math.max(...ages)).toBeGreaterThan(3 * 7 * 86_400_000);
  });

  it("has orders of all kinds", () => {
    const kinds = {
      "not needed": orders.some(({ status }) => status === "not-needed"),
      rejected: orders.some(({ status }) => status === "rejected"),
      released: orders.some(({ erpStatus }) => erpStatus === "released"),
      posted: orders.some(({ erpStatus }) => erpStatus === "posted"),
      reversed: orders.some(({ flow }) => flow.decisions.some(({ reversal }) => reversal)),
      "cost centre": orders.some(({ costCentre }) => costCentre),
      noted: orders.some(({ note }) => note),
      unpriced: orders.some(({ totals }) => !totals.gross.known),
      changed: orders.some(({ lines }) => lines.some(({ previousQuantity }) => previousQuantity)),
      endless: orders.some(({ recurrence }) => recurrence && !recurrence.endsAt && !recurrence.repetitions),
      ending: orders.some(({ recurrence }) => recurrence?.endsAt),
      repeated: orders.some(({ recurrence }) => recurrence?.repetitions),
      "several stages": orders.some(({ flow }) => flow.stages.length > 1),
      "all of": orders.some(({ flow }) => flow.stages.some(({ requirement }) => requirement.mode === "all")),
      "n of m": orders.some(({ flow }) => flow.stages.some(({ requirement }) => requirement.mode === "n-of-m")),
    };
    expect(Object.entries(kinds).filter(([, isThere]) => !isThere)).toEqual([]);

    const currencies = new Set(orders.flatMap(({ totals: { gross } }) => (gross.known ? [gross.money.currency] : [])));
    expect([...currencies]).toEqual(expect.arrayContaining(["EUR", "GBP", "USD", "JPY", "KWD"]));
    const intervals = new Set(orders.map(({ recurrence }) => recurrence?.interval));
    expect([...intervals]).toEqual(expect.arrayContaining(["P1W", "P1M", "P3M", "P1Y"]));
    expect(new Set(orders.map(({ lines }) => lines.length)).size).toBe(12);
  });

  it("starts some monthly orders on the 31st, so that short months occur", () => {
    const monthly = orders.flatMap(({ recurrence }) => (recurrence?.interval === "P1M" ? [recurrence.startsAt] : []));
    expect(monthly.some((startsAt) => startsAt.slice(8, 10) === "31")).toBe(true);
  });

  it("makes its orders one at a time", () => {
    const endless = demoNetwork({ orders: Number.MAX_SAFE_INTEGER, now }).orders();
    const [first] = endless;
    expect(first?.order.number).toBe("SO-100001");
  });
});
