import type { CreditRiskWarningCode } from "#shared/engine/planning/credit-risk/change.ts";
import type { CreditRiskRefusalCode } from "#shared/engine/planning/credit-risk/refusals.ts";

import type { Sentence } from "../../sentence.ts";

export const creditRiskSentences = {
  "credit-risk-not-enabled": {
    happened: "Credit risk approval is not enabled for {{organisation}}.",
    next: "Ask your administrator to enable it. The groups and policies that were set before are kept.",
  },
  "group-name-required": {
    happened: "A credit risk group needs a name.",
    next: "Write a name and confirm again.",
  },
  "group-name-too-long": {
    happened: "The name of the group has {{actual}} characters; at most {{max}} are allowed.",
    next: "Shorten the name and confirm again.",
  },
  "group-name-taken": {
    happened: "There is already a credit risk group named {{name}}.",
    next: "Choose another name, or use the existing group.",
  },
  "group-exists": {
    happened: "This credit risk group has already been created.",
    next: "Open the list of groups again; the group is there.",
  },
  "group-unknown": {
    happened: "There is no such credit risk group.",
    next: "It may have been deleted. Open the list of groups again.",
  },
  "scope-policy-exists": {
    happened: "This policy has already been added to the group.",
    next: "Open the group again; the policy is there.",
  },
  "scope-policy-unknown": {
    happened: "The group has no such policy.",
    next: "It may have been removed. Open the group again.",
  },
  "organisation-not-active": {
    happened: "{{organisation}} cannot be added to a credit risk group, because it is {{status}}.",
    next: "Add it when it is active again.",
  },
  "organisation-is-owner": {
    happened: "{{organisation}} owns these credit risk groups and cannot be in one of them.",
    next: "Choose an organisation that buys from it.",
  },
  "organisation-already-in-group": {
    happened: "{{organisation}} is already in the credit risk group {{group}}.",
    next: "To move it, change its group in the list of organisations.",
  },
  "organisation-in-no-group": {
    happened: "{{organisation}} is in no credit risk group.",
    next: "Add it to a group first.",
  },
  "member-limit-negative": {
    happened: "A limit of {{limit}} is less than zero.",
    next: "Enter zero or more, or no limit, so that every order in scope needs approval.",
  },
} as const satisfies Record<CreditRiskRefusalCode, Sentence>;

/** @awaited keeping credit risk groups in the settings (A32 to A42) */
export const creditRiskWarningSentences = {
  "becomes-default-group": {
    happened: "{{group}} becomes the primary group: new organisations will be added to it by default.",
    next: "Confirm if that is what you want.",
  },
  "default-group-stops": {
    happened: "{{group}} is the primary group. Without it, new organisations will be added to no group by default.",
    next: "Confirm, or make another group primary instead.",
  },
  "members-unassigned": {
    happened: "After deleting {{group}}, its organisations will be in no group. There are {{organisations}} of them.",
    next: "Confirm, or move the organisations to another group first.",
  },
} as const satisfies Record<CreditRiskWarningCode, Sentence>;
