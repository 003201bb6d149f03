import type { CreditRiskGroup, CreditRiskGroupId, CreditRiskSettings } from "#shared/domain/credit-risk.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type { PersonReference } from "#shared/domain/people.ts";
import type { Refusal, RefusalArguments } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import type { Result } from "#shared/domain/result.ts";
import { fail, ok } from "#shared/domain/result.ts";

import type { CreditRiskRefusalCode } from "./refusals.ts";

/** What a person should read before a change is saved. */
export const creditRiskWarningCodes = ["becomes-default-group", "default-group-stops", "members-unassigned"] as const;
export type CreditRiskWarningCode = (typeof creditRiskWarningCodes)[number];

export interface CreditRiskWarning {
  readonly code: CreditRiskWarningCode;
  readonly args: RefusalArguments;
}

/** The settings after a change, and what to ask the person before saving it. The input is not changed. */
export interface CreditRiskChange {
  readonly settings: CreditRiskSettings;
  readonly warnings: readonly CreditRiskWarning[];
}

export type Changed = Result<CreditRiskChange, Refusal<CreditRiskRefusalCode>>;

/** Who changes the settings, and when. */
export interface Edit {
  readonly at: Instant;
  readonly by: PersonReference;
}

/** The settings with these warnings, as a success. */
export const changed = (settings: CreditRiskSettings, warnings: readonly CreditRiskWarning[] = []): Changed =>
  ok({ settings, warnings });

/** A04: while the feature is off, what is set stays as it is. */
export const checkEnabled = ({ isEnabled, owner }: CreditRiskSettings): Refusal<CreditRiskRefusalCode> | undefined =>
  isEnabled ? undefined : refusal("credit-risk-not-enabled", { organisation: owner.name });

/** The group to change, or why it cannot be changed. */
export const groupToChange = (
  settings: CreditRiskSettings,
  id: CreditRiskGroupId,
): Result<CreditRiskGroup, Refusal<CreditRiskRefusalCode>> => {
  const objection = checkEnabled(settings);
  if (objection) return fail(objection);
  const group = settings.groups.find((each) => each.id === id);
  return group === undefined ? fail(refusal("group-unknown")) : ok(group);
};

/** The settings in which the groups of these ids are changed by `change` and carry who changed them last (A35, A36). */
export const touch = (
  settings: CreditRiskSettings,
  ids: readonly (CreditRiskGroupId | undefined)[],
  { at, by }: Edit,
  change: Partial<Pick<CreditRiskGroup, "name" | "policies">> = {},
): CreditRiskSettings => ({
  ...settings,
  groups: settings.groups.map((group) =>
    ids.includes(group.id) ? { ...group, ...change, updatedAt: at, updatedBy: by } : group,
  ),
});
