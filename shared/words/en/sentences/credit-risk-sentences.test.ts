import { describe, expect, it } from "vitest";

import { money } from "#shared/domain/money.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { fillText } from "#shared/words/fill-text.ts";
import { refusalSentence, refusalText } from "#shared/words/refusal-text.ts";
import type { Changed } from "#shared/engine/planning/credit-risk/change.ts";
import { creditRiskWarningCodes } from "#shared/engine/planning/credit-risk/change.ts";
import {
  createGroup,
  deleteGroup,
  renameGroup,
  setPrimaryGroup,
  unsetPrimaryGroup,
} from "#shared/engine/planning/credit-risk/groups.ts";
import { addMember, removeMember } from "#shared/engine/planning/credit-risk/membership.ts";
import { addCreditRiskPolicy, removeCreditRiskPolicy } from "#shared/engine/planning/credit-risk/policies.ts";
import type { CreditRiskRefusalCode } from "#shared/engine/planning/credit-risk/refusals.ts";
import { creditRiskRefusalCodes } from "#shared/engine/planning/credit-risk/refusals.ts";
import {
  distributor,
  done,
  edit,
  groupId,
  policyId,
  seller,
  settingsOf,
  stranger,
} from "#shared/engine/planning/credit-risk/testing/settings.ts";

import { creditRiskWarningSentences } from "./credit-risk-sentences.ts";

const id = groupId("standard");
const settings = settingsOf(distributor, { members: [{ organisation: seller }] });
const add = (organisation: typeof seller, lifeCycle: "active" | "blocked", limit = money(1, "EUR")) =>
  addMember(settings, id, { organisation, lifeCycle, limit }, edit);

const refusalOf = (change: Changed): Refusal => {
  if (change.ok) throw new Error("Accepted");
  return change.error;
};

/** Each raised by the code that raises it in life. */
const refusals = [
  createGroup({ ...settings, isEnabled: false }, { id, name: "X" }, edit),
  createGroup(settings, { id, name: "" }, edit),
  createGroup(settings, { id, name: "x".repeat(201) }, edit),
  createGroup(settings, { id, name: "Standard" }, edit),
  createGroup(settings, { id, name: "Other" }, edit),
  renameGroup(settings, groupId("none"), "X", edit),
  addCreditRiskPolicy(settings, id, { id: policyId("policy-1"), scope: { level: "all-vendors" } }, edit),
  removeCreditRiskPolicy(settings, id, policyId("none"), edit),
  add(stranger, "blocked"),
  add(distributor, "active"),
  add(seller, "active"),
  removeMember(settings, stranger, edit),
  add(stranger, "active", money(-1, "EUR")),
].map(refusalOf);

const primary = done(setPrimaryGroup(settings, id, edit));
const warnings = [
  ...primary.warnings,
  ...done(deleteGroup(settings, id)).warnings,
  ...done(unsetPrimaryGroup(primary.settings, id, edit)).warnings,
];

const placeholder = /\{\{/;

describe("the sentences of credit risk groups", () => {
  it("every refusal has one that says what happened and what to do, with its figures", () => {
    expect(refusals.map(({ code }) => code).toSorted()).toEqual([...creditRiskRefusalCodes].toSorted());
    for (const { code, args } of refusals)
      expect(refusalText({ code: code as CreditRiskRefusalCode, args })).not.toMatch(placeholder);
  });

  it("A91 A92 every warning has one, with its figures", () => {
    expect(warnings.map(({ code }) => code).toSorted()).toEqual([...creditRiskWarningCodes].toSorted());
    for (const { code, args } of warnings) {
      const { happened, next } = creditRiskWarningSentences[code];
      const template: string = `${happened} ${next}`;
      expect(fillText(template, args)).not.toMatch(placeholder);
    }
  });

  it("tell why an organisation cannot be added", () => {
    const { args } = refusals.find(({ code }) => code === "organisation-not-active")!;
    expect(refusalSentence({ code: "organisation-not-active", args }).happened).toBe(
      "Stranger cannot be added to a credit risk group, because it is blocked.",
    );
  });
});
