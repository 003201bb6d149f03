import { defaultPolicySettings } from "#shared/domain/policy.ts";
import { describe, expect, it } from "vitest";

import { commandRefusalCodes } from "#shared/commands/refusals.ts";
import { readCommand } from "#shared/commands/read.ts";
import { organisationIdSchema, policyIdSchema } from "#shared/domain/ids.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { planStages } from "#shared/engine/planning/plan.ts";
import { engineRefusalCodes } from "#shared/engine/approval/refusals.ts";
import type { Step } from "#shared/testing/fixtures/approval.ts";
import {
  ada,
  after,
  approval,
  at,
  bruno,
  commandOf,
  max,
  orderWith,
  refusalOf,
  rejection,
  reversal,
  rita,
  stage,
  zoe,
} from "#shared/testing/fixtures/approval.ts";

import type { ErrorCode } from "#shared/contract/errors.ts";
import type { Instant } from "#shared/domain/instant.ts";
import { checkDelegation, delegateOrder } from "#shared/engine/approval/delegate.ts";
import { errorCodes, isErrorCode } from "#shared/contract/errors.ts";
import { refusalSentence, refusalText } from "#shared/words/refusal-text.ts";
import { sentences } from "./sentences.ts";

const anyOf = orderWith([stage("one", [ada, bruno]), stage("two", [max])]);
const approved = after(anyOf, [5, ada, approval("one")]);
const complete = after(approved, [6, max, approval("two")]);

const unplanned = (): Refusal => {
  const planned = planStages(orderWith([], {}, { totals: { ...anyOf.totals, gross: { known: false } } }), {
    id: policyIdSchema.parse("policy"),
    version: 1,
    organisationId: organisationIdSchema.parse("org-customer"),
    ...defaultPolicySettings,
    rules: [],
  });
  if (planned.ok) throw new Error("Planned");
  return planned.error;
};

const unreadable = (type: string, payload: Parameters<typeof commandOf>[2]["payload"]): Refusal => {
  const read = readCommand(commandOf(1, ada, { type, payload }));
  if (read.ok) throw new Error("Read");
  return read.error;
};

const refused = (order: typeof anyOf, ...step: Step): Refusal => refusalOf(order, step);

const unfit = (validUntil: Instant, to = bruno): Refusal => {
  const checked = checkDelegation({ id: "1", delegator: ada, substitute: to, validFrom: at(0), validUntil });
  if (checked.ok) throw new Error("Fits");
  return checked.error;
};

const standIn = delegateOrder(anyOf, { id: "1", delegator: ada, substitute: zoe, validFrom: at(0), validUntil: at(5) });

/** Each raised by the code that raises it in life. */
const refusals: Refusal[] = [
  unplanned(),
  refused({ ...anyOf, status: "waiting-for-data" }, 9, ada, approval("one")),
  refused(anyOf, 9, ada, approval("nine")),
  refused(anyOf, 9, max, approval("two")),
  refused(anyOf, 9, zoe, approval("one")),
  refused(orderWith([stage("one", [rita])]), 9, rita, approval("one")),
  refused(approved, 9, bruno, approval("one")),
  refused(approved, 9, ada, rejection("one", "No.")),
  refused(anyOf, 9, ada, rejection("one")),
  refused(orderWith([stage("one", [ada])], { rejectionReason: "none" }), 9, ada, rejection("one", "No.")),
  refused(approved, 9, ada, reversal(99)),
  refused(after(approved, [7, ada, reversal(5)]), 9, ada, reversal(5)),
  refused(complete, 9, ada, reversal(5)),
  refused({ ...complete, erpStatus: "posted" }, 9, max, reversal(6)),
  refused({ ...complete, status: "executing" }, 9, max, reversal(6)),
  refused(
    { ...approved, flow: { ...approved.flow, policy: { ...approved.flow.policy, reversal: "never" } } },
    9,
    ada,
    reversal(5),
  ),
  refused(standIn, 9, zoe, approval("one")),
  unfit(at(0)),
  unfit(at(9), ada),
  unreadable("launch-rocket", {}),
  unreadable("approve-order", {}),
  unreadable("approve-order", { orderId: "order-1", stageId: "one", reason: "x".repeat(2_001) }),
  // The server alone knows how long a command has waited for another; its own test shows these figures.
  refusal("earlier-command-missing", { days: 30 }),
];

/** The server compares a command with its session and with what hangs on the order: these need no figures. */
const raisedWithoutArguments = [
  "order-unknown",
  "actor-mismatch",
  "device-of-another-person",
  "order-cancelled",
  "payment-requested",
  "subscription-went-on",
  "newer-kind",
  "newer-program-needed",
] as const;

/** It ends as a sentence does, or with an argument that is a sentence itself. */
const wholeSentence = /^\S.*([.]|\}\})$/;
const placeholder = /\{\{/;
const wordsOf = (code: ErrorCode) => `${sentences[code].happened} ${sentences[code].next}`;

describe("the sentences of errors", () => {
  it("exist for every code of the closed list, say what happened and what to do next", () => {
    expect(Object.keys(sentences).toSorted()).toEqual([...errorCodes].toSorted());
    for (const { happened, next } of Object.values(sentences)) {
      expect(happened).toMatch(wholeSentence);
      expect(next).toMatch(wholeSentence);
    }
  });

  it("are listed once each", () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
    expect(errorCodes.every(isErrorCode)).toBe(true);
    expect(isErrorCode("toString")).toBe(false);
  });

  it("get every figure they name from the engine and from the reading of commands", () => {
    const raised = refusals.map(({ code }) => code);
    const expected = [...engineRefusalCodes, ...commandRefusalCodes].filter(
      (code) => !(raisedWithoutArguments as readonly string[]).includes(code),
    );
    expect(raised.toSorted()).toEqual(expected.toSorted());
    for (const { code, args } of refusals)
      expect(refusalText({ code: code as ErrorCode, args })).not.toMatch(placeholder);
  });

  it("name no figure where none is given", () => {
    for (const code of raisedWithoutArguments) expect(wordsOf(code)).not.toMatch(placeholder);
  });

  it("S52 tell who decided what and when", () => {
    const { code, args } = refused(approved, 9, bruno, approval("one"));
    expect(refusalSentence({ code: code as ErrorCode, args }).happened).toBe(
      "Ada already decided this stage: approved on 2026-11-21T10:05:00.000Z.",
    );
  });
});
