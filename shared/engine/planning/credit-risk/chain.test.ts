import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { CreditRiskScope } from "#shared/domain/credit-risk.ts";
import { knownAmount, money, unknownAmount } from "#shared/domain/money.ts";
import { ada, bruno, max } from "#shared/testing/fixtures/approval.ts";

import type { ChainOrder } from "./chain.ts";
import { creditRiskRequests } from "./chain.ts";
import { atDistributor, atSeller, euros, limitOf, order, withCustomer, withSeller } from "./testing/chain.ts";
import type { Sample } from "./testing/settings.ts";
import { customer, groupId, seller, settingsOf, stranger } from "./testing/settings.ts";

const partnersAsked = (chain: ChainOrder) => creditRiskRequests(chain).map(({ role }) => role);

describe("credit risk groups of a contract chain", () => {
  it("A70 A81 1-tier: the seller is asked about the order of a customer in its group", () => {
    expect(creditRiskRequests(order([atSeller(withCustomer), atDistributor()]))).toEqual([
      {
        role: "reseller",
        requirement: { mode: "any" },
        candidates: [max],
        condition: { when: "credit-risk-group", group: "Standard", partner: "Seller B", amount: euros(120_00) },
      },
    ]);
  });

  it("A70 A71 A74 2-tier: the distributor is asked about the orders of the customers of a seller in its group", () => {
    expect(creditRiskRequests(order([atSeller(), atDistributor(withSeller)]))).toEqual([
      {
        role: "distributor",
        requirement: { mode: "any" },
        candidates: [ada, bruno],
        condition: { when: "credit-risk-group", group: "Standard", partner: "Distributor A", amount: euros(100_00) },
      },
    ]);
  });

  it("A01 A70 A85 A86 hybrid: both are asked when both own a group that concerns the order", () => {
    expect(partnersAsked(order([atSeller(withCustomer), atDistributor(withSeller)]))).toEqual([
      "reseller",
      "distributor",
    ]);
  });

  it("A76 A87 each partner sees the amount at its own price level, never another's", () => {
    const requests = creditRiskRequests(
      order([atSeller(withCustomer, euros(999_00)), atDistributor(withSeller, euros(1_00))]),
    );
    expect(requests.map(({ condition }) => "amount" in condition && condition.amount)).toEqual([
      euros(999_00),
      euros(1_00),
    ]);
    expect(JSON.stringify(requests[1])).not.toContain("99900");
  });

  it("A08 a seller that orders for itself is judged by its membership above, not by its own groups", () => {
    const own = order([atSeller(withCustomer), atDistributor(withSeller)], { buyer: seller });
    expect(partnersAsked(own)).toEqual(["distributor"]);
  });

  it("A74 the direct model: the distributor is asked about its own customer", () => {
    expect(partnersAsked(order([atDistributor(withCustomer)]))).toEqual(["distributor"]);
  });

  it("A74 nobody is asked about organisations that are in no group or not in the chain", () => {
    expect(partnersAsked(order([atSeller({}), atDistributor({})]))).toEqual([]);
    expect(partnersAsked(order([atSeller({ members: [{ organisation: stranger }] })]))).toEqual([]);
    expect(partnersAsked(order([]))).toEqual([]);
  });

  it("A74 a customer in a group of the distributor is checked before its seller; one that asks is enough", () => {
    const limited = { organisation: customer, limit: limitOf(5_000_00) };
    const both = atDistributor({ members: [limited, { organisation: seller }] });
    expect(creditRiskRequests(order([atSeller(), both]))).toHaveLength(1);
    const strict = atDistributor({ members: [{ organisation: seller }, { ...limited, limit: limitOf(1) }] });
    expect(creditRiskRequests(order([atSeller(), strict]))[0]?.condition).toMatchObject({ limit: limitOf(1) });
  });

  it("A04 a partner whose feature is off is not asked; its configuration is kept and asks once it is on", () => {
    const off = atSeller({ ...withCustomer, isEnabled: false });
    expect(partnersAsked(order([off]))).toEqual([]);
    expect(partnersAsked(order([{ ...off, settings: { ...off.settings!, isEnabled: true } }]))).toEqual(["reseller"]);
  });

  it("A65 one line in scope makes the whole order need approval; without one it does not", () => {
    const adobe: CreditRiskScope = { level: "vendor", vendor: "Adobe" };
    const partner = atSeller({ ...withCustomer, scopes: [adobe] });
    const lines = [
      { product: "Office", vendor: "Microsoft" },
      { product: "Photoshop", vendor: "Adobe" },
    ];
    expect(partnersAsked(order([partner], { lines }))).toEqual(["reseller"]);
    expect(partnersAsked(order([partner], { lines: lines.slice(0, 1) }))).toEqual([]);
    expect(partnersAsked(order([atSeller({ ...withCustomer, scopes: [] })]))).toEqual([]);
  });

  it("A82 A83 without a limit, every order in scope needs approval, even one that costs nothing", () => {
    expect(partnersAsked(order([atSeller(withCustomer, euros(0))]))).toEqual(["reseller"]);
  });

  it("A82 with a limit only an order strictly above it, at the partner's own price", () => {
    const limit = limitOf(100_00);
    const limited: Sample = { members: [{ organisation: customer, limit }] };
    expect(partnersAsked(order([atSeller(limited, euros(100_00))]))).toEqual([]);
    const [request] = creditRiskRequests(order([atSeller(limited, euros(100_01))]));
    expect(request?.condition).toMatchObject({ amount: euros(100_01), limit });
  });

  it("A82 an unknown amount exceeds every limit", () => {
    const limited: Sample = { members: [{ organisation: customer, limit: limitOf(100_00) }] };
    expect(partnersAsked(order([atSeller(limited, unknownAmount)]))).toEqual(["reseller"]);
  });

  it("A82 an amount in another currency is compared at the given rate; without one the partner is asked", () => {
    const dollars = knownAmount(money(110_00, "USD"));
    const chain = order([atSeller({ members: [{ organisation: customer, limit: limitOf(100_00) }] }, dollars)]);
    expect(creditRiskRequests(chain)).toHaveLength(1);
    expect(creditRiskRequests(chain, [{ from: "USD", to: "EUR", rate: "0.909" }])).toEqual([]);
    const [request] = creditRiskRequests(chain, [{ from: "USD", to: "EUR", rate: "0.91" }]);
    expect(request?.condition).toMatchObject({ amount: dollars });
  });

  it("A88 what one partner is asked does not depend on the others", () => {
    const sample = fc.constantFrom<Sample | undefined>(undefined, {}, withCustomer, withSeller, {
      ...withCustomer,
      isEnabled: false,
    });
    fc.assert(
      fc.property(sample, sample, (below, above) => {
        const [first, second] = [atSeller(below === withSeller ? {} : below), atDistributor(above)];
        expect(creditRiskRequests(order([first, second]))).toEqual([
          ...creditRiskRequests(order([first, atDistributor()])),
          ...creditRiskRequests(order([atSeller(), second])),
        ]);
      }),
    );
  });

  it("I23 a partner without anybody to decide still asks, so that the plan refuses the order", () => {
    const [request] = creditRiskRequests(order([{ ...atSeller(withCustomer), approvers: [] }]));
    expect(request?.candidates).toEqual([]);
  });
});

describe("a partner with several groups", () => {
  it("A65 asks by the policies of the group that the member is in", () => {
    const asking = atSeller(withCustomer);
    const lenient = { ...settingsOf(seller, { scopes: [] }).groups[0]!, id: groupId("lenient"), name: "Lenient" };
    const settings = { ...asking.settings!, groups: [lenient, ...asking.settings!.groups] };
    expect(creditRiskRequests(order([{ ...asking, settings }]))[0]?.condition).toMatchObject({ group: "Standard" });
    const members = settings.members.map((member) => ({ ...member, groupId: lenient.id }));
    expect(creditRiskRequests(order([{ ...asking, settings: { ...settings, members } }]))).toEqual([]);
  });

  it("A82 names no limit where the member has none", () => {
    expect(creditRiskRequests(order([atSeller(withCustomer)]))[0]?.condition).not.toHaveProperty("limit");
  });
});
