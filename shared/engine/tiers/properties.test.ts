import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { TierActor } from "#shared/domain/tier.ts";
import {
  fulfillmentRequestSchema,
  tierConfigurationSchema,
  tierRequestIdSchema,
  tierRequestSchema,
} from "#shared/domain/tier.ts";
import {
  bothTiers,
  contactOf,
  distributor,
  draftCapability,
  fulfillmentId,
  idsOf,
  later,
  setUp,
  tier1Alone,
  tierOf,
  vendor,
} from "#shared/testing/fixtures/tiers.ts";

import type { TransitionTable } from "../transitions.ts";
import { eventsIn, isTerminal, nextState } from "../transitions.ts";
import { configurationLifeCycle } from "./configuration-life-cycle.ts";
import { approveTierRequest, rejectTierRequest } from "./decide.ts";
import { discardDraft, validateDraft } from "./draft.ts";
import { fulfillmentLifeCycle } from "./fulfillment-life-cycle.ts";
import { answerInquiry, inquire, setPending } from "./inquire.ts";
import type { TierDocuments, TierResult } from "./outcome.ts";
import { tierOffers } from "./offers.ts";
import { recreateTiers } from "./recreate.ts";
import { tierRefusalCodes } from "./refusals.ts";
import { requestLifeCycle } from "./request-life-cycle.ts";
import { updateTier } from "./update.ts";

const lives = [configurationLifeCycle, requestLifeCycle, fulfillmentLifeCycle] as readonly TransitionTable<
  string,
  string
>[];

describe("each life as a table", () => {
  it.each(lives)("names rules for every arrow, leads from a state by one event to one state: $name", (life) => {
    const arrows = life.transitions.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(arrows).size).toBe(arrows.length);
    for (const { from, to, rules } of life.transitions) {
      expect(life.states).toEqual(expect.arrayContaining([from, to]));
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) expect(rule).toMatch(/^T\d\d$/);
    }
  });

  it.each(lives)("reaches every state from where it may begin: $name", (life) => {
    const reached = new Set(life.initial);
    for (const state of reached) for (const event of eventsIn(life, state)) reached.add(nextState(life, state, event)!);
    expect([...reached].toSorted()).toEqual(life.states.toSorted());
  });

  it.each(lives)("stays in a terminal state, whatever happens, and leaves every other one: $name", (life) => {
    const events = [...new Set(life.transitions.map(({ event }) => event))];
    fc.assert(
      fc.property(fc.constantFrom(...life.initial), fc.array(fc.constantFrom(...events)), (begin, happened) => {
        let state = begin;
        for (const event of happened) {
          const next = nextState(life, state, event);
          expect(next === undefined || !isTerminal(life, state)).toBe(true);
          state = next ?? state;
          expect(life.states).toContain(state);
        }
      }),
    );
  });

  it("T32 approved and T36 failed requests are terminal, T07 T14 deleted is", () => {
    const terminal = requestLifeCycle.states.filter((state) => isTerminal(requestLifeCycle, state));
    expect(terminal).toEqual(["approved", "failed", "deleted"]);
    expect(configurationLifeCycle.states.filter((state) => isTerminal(configurationLifeCycle, state))).toEqual([
      "deleted",
    ]);
  });
});

type Act = (documents: TierDocuments, actor: TierActor, requestId: string, word: string) => TierResult;

const idOf = (requestId: string) => ({ requestId: tierRequestIdSchema.parse(requestId), at: later });
let fresh = 0;
const ids = () => idsOf(`more-${(fresh += 1)}`);
const acts: Record<string, Act> = {
  validate: (documents, actor, id) => validateDraft(documents, actor, idOf(id)),
  discard: (documents, actor, id) => discardDraft(documents, actor, idOf(id)),
  approve: (documents, actor, id, word) =>
    approveTierRequest(documents, actor, { ...idOf(id), values: word === "" ? {} : { tenant: word } }),
  reject: (documents, actor, id, word) => rejectTierRequest(documents, actor, { ...idOf(id), reason: word }),
  inquire: (documents, actor, id, word) =>
    inquire(documents, actor, { ...idOf(id), inquiries: [{ parameterId: word === "" ? "nonsense" : "code" }] }),
  answer: (documents, actor, id, word) => answerInquiry(documents, actor, { ...idOf(id), values: { code: word } }),
  "set-pending": (documents, actor, id) => setPending(documents, actor, idOf(id)),
  update: (documents, actor, _, word) => {
    const configuration = documents.configurations[word.length % Math.max(documents.configurations.length, 1)];
    const { id: configurationId } = configuration ?? { id: "none" as never };
    const values = { code: word };
    const capabilities = word === "" ? draftCapability : [];
    return updateTier(documents, actor, { configurationId, type: "update", values, capabilities, at: later }, ids());
  },
  recreate: (documents, actor, id, word) =>
    recreateTiers(
      documents,
      actor,
      {
        ...idOf(id),
        fulfillmentRequestId: fulfillmentId(`PR-${id}-${word}`),
        capabilities: word === "" ? draftCapability : [],
      },
      ids(),
    ),
};

const begin = fc.constantFrom(
  ...[tier1Alone, bothTiers].flatMap((setup) =>
    [[], draftCapability].flatMap((capabilities) =>
      ["given", ""].map((value) => setUp({ ...setup, capabilities, tier: tierOf(1, value) }).documents),
    ),
  ),
);
const step = fc.tuple(
  fc.constantFrom(...Object.keys(acts)),
  fc.constantFrom(vendor, vendor, distributor, distributor, contactOf(1), contactOf(2)),
  fc.nat(),
  fc.constantFrom("", "a", "bc"),
);

/** The result of each step; a refused step changes nothing. */
const walk = (documents: TierDocuments, steps: readonly [string, TierActor, number, string][]) => {
  let present = documents;
  return steps.map(([name, actor, which, word]) => {
    const requestId = present.requests[which % Math.max(present.requests.length, 1)]?.id ?? "TCR-none";
    const before = present;
    const result = acts[name]!(before, actor, requestId, word);
    if (result.ok) present = result.value.documents;
    return { before, result, after: present, name, actor, requestId };
  });
};

describe("whatever vendors, distributors and contacts try", () => {
  const walks = fc.tuple(begin, fc.array(step, { minLength: 1, maxLength: 40 }));
  const always = (holds: (each: ReturnType<typeof walk>[number]) => void) =>
    fc.assert(
      fc.property(walks, ([documents, steps]) => {
        for (const each of walk(documents, steps)) holds(each);
      }),
    );

  it("no step throws, every refusal has a code of the closed list and figures that are filled in", () => {
    const codes: readonly string[] = tierRefusalCodes;
    always(({ result }) => {
      if (result.ok) return;
      expect(codes).toContain(result.error.code);
      expect(Object.values(result.error.args)).not.toContain(undefined);
    });
  });

  it("T32 T36 a closed request never changes again", () => {
    always(({ before, after }) => {
      const closed = before.requests.filter(({ status }) => status === "approved" || status === "failed");
      expect(after.requests).toEqual(expect.arrayContaining(closed));
    });
  });

  it("T21 T25 no tier 1 leaves tiers setup for pending or is approved before its tier 2 is approved", () => {
    always(({ after }) => {
      for (const { status, tier2RequestId } of after.requests) {
        const tier2 = after.requests.find(({ id }) => id === tier2RequestId);
        const isReal = status === "pending" || status === "inquiring" || status === "approved";
        expect(isReal && tier2 !== undefined && tier2.status !== "approved").toBe(false);
      }
    });
  });

  it("T10 T34 a fulfillment request is pending only when all its tiers are approved, and failed as soon as one failed", () => {
    always(({ after }) => {
      for (const { status, tierRequestIds } of after.fulfillmentRequests) {
        const its = after.requests.filter(({ id }) => tierRequestIds.includes(id)).map((request) => request.status);
        expect(status === "pending").toBe(its.every((each) => each === "approved") && its.length > 0);
        expect(status === "failed").toBe(its.includes("failed"));
      }
    });
  });

  it("T02 T09 T11 a configuration is processing exactly while a request of it is open and no draft", () => {
    always(({ after }) => {
      for (const { id, status, openRequestId } of after.configurations) {
        const open = after.requests.filter(
          (request) => request.configurationId === id && request.status !== "approved" && request.status !== "failed",
        );
        expect(open.map((request) => request.id)).toEqual(openRequestId === undefined ? [] : [openRequestId]);
        expect(status === "processing").toBe(open.some((request) => request.status !== "draft"));
      }
    });
  });

  it("T38 what is offered can be done, and what is not is refused for the same reason", () => {
    always(({ before, result, name, actor, requestId }) => {
      const offer = tierOffers(before, actor, tierRequestIdSchema.parse(requestId)).find(
        ({ action }) => action === name,
      );
      if (offer === undefined || offer.permission.ok) return;
      expect(result).toEqual(offer.permission);
    });
  });

  it("all documents stay valid, and the input is not changed", () => {
    always(({ before, after, result }) => {
      for (const each of after.configurations) tierConfigurationSchema.parse(each);
      for (const each of after.requests) tierRequestSchema.parse(each);
      for (const each of after.fulfillmentRequests) fulfillmentRequestSchema.parse(each);
      expect(result.ok || after === before).toBe(true);
    });
  });
});
