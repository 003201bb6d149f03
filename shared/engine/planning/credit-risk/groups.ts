import type { CreditRiskGroup, CreditRiskGroupId, CreditRiskSettings } from "#shared/domain/credit-risk.ts";
import { groupNameKey, groupNameMaxLength } from "#shared/domain/credit-risk.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { refusal } from "#shared/domain/refusal.ts";
import { fail } from "#shared/domain/result.ts";

import type { Changed, Edit } from "./change.ts";
import { changed, checkEnabled, groupToChange, touch } from "./change.ts";
import type { CreditRiskRefusalCode } from "./refusals.ts";

/** A40: a name is needed, and no other group of the owner has it. */
const checkName = (
  { groups }: CreditRiskSettings,
  name: string,
  own?: CreditRiskGroupId,
): Refusal<CreditRiskRefusalCode> | undefined => {
  const { length } = name.trim();
  if (length === 0) return refusal("group-name-required");
  if (length > groupNameMaxLength) return refusal("group-name-too-long", { max: groupNameMaxLength, actual: length });
  const other = groups.find((group) => group.id !== own && groupNameKey(group.name) === groupNameKey(name));
  return other && refusal("group-name-taken", { name: other.name });
};

/** The owner's settings with a new, empty group that is not primary (A39, A40). */
export const createGroup = (
  settings: CreditRiskSettings,
  { id, name }: Pick<CreditRiskGroup, "id" | "name">,
  { at, by }: Edit,
): Changed => {
  const objection = checkEnabled(settings) ?? checkName(settings, name);
  if (objection) return fail(objection);
  if (settings.groups.some((group) => group.id === id)) return fail(refusal("group-exists"));
  const group: CreditRiskGroup = { id, name: name.trim(), policies: [], updatedAt: at, updatedBy: by };
  return changed({ ...settings, groups: [...settings.groups, group] });
};

/** The group under another name (A40). */
export const renameGroup = (settings: CreditRiskSettings, id: CreditRiskGroupId, name: string, edit: Edit): Changed => {
  const group = groupToChange(settings, id);
  if (!group.ok) return group;
  const objection = checkName(settings, name, id);
  return objection ? fail(objection) : changed(touch(settings, [id], edit, { name: name.trim() }));
};

/** Makes this group primary and the previous one not, in one step (A38). Warns of the default (A91). */
export const setPrimaryGroup = (settings: CreditRiskSettings, id: CreditRiskGroupId, edit: Edit): Changed => {
  const group = groupToChange(settings, id);
  if (!group.ok) return group;
  if (settings.primaryGroupId === id) return changed(settings);
  const moved = touch({ ...settings, primaryGroupId: id }, [id, settings.primaryGroupId], edit);
  return changed(moved, [{ code: "becomes-default-group", args: { group: group.value.name } }]);
};

const withoutPrimary = (settings: CreditRiskSettings): CreditRiskSettings => {
  const { primaryGroupId: _, ...rest } = settings;
  return rest;
};

/** Makes this group no longer primary, so that none is. Its members stay. Warns that the default stops (A92). */
export const unsetPrimaryGroup = (settings: CreditRiskSettings, id: CreditRiskGroupId, edit: Edit): Changed => {
  const group = groupToChange(settings, id);
  if (!group.ok) return group;
  if (settings.primaryGroupId !== id) return changed(settings);
  const warning = { code: "default-group-stops", args: { group: group.value.name } } as const;
  return changed(touch(withoutPrimary(settings), [id], edit), [warning]);
};

/** The settings without this group. Its members are in no group then; warns of that, and of the default (A92). */
export const deleteGroup = (settings: CreditRiskSettings, id: CreditRiskGroupId): Changed => {
  const found = groupToChange(settings, id);
  if (!found.ok) return found;
  const group = found.value.name;
  const isPrimary = settings.primaryGroupId === id;
  const members = settings.members.filter(({ groupId }) => groupId !== id);
  const unassigned = settings.members.length - members.length;
  const rest = isPrimary ? withoutPrimary(settings) : settings;
  return changed({ ...rest, members, groups: settings.groups.filter((each) => each.id !== id) }, [
    ...(unassigned > 0 ? [{ code: "members-unassigned", args: { group, organisations: unassigned } } as const] : []),
    ...(isPrimary ? [{ code: "default-group-stops", args: { group } } as const] : []),
  ]);
};

/** A line of the table of groups (A33-A37). */
export interface GroupRow extends Pick<CreditRiskGroup, "id" | "name" | "updatedAt" | "updatedBy"> {
  /** How many organisations are in it. */
  readonly organisations: number;
  readonly isPrimary: boolean;
}

/** The table of the owner's groups, in the order in which they were created. */
export const groupRows = ({ groups, members, primaryGroupId }: CreditRiskSettings): GroupRow[] => {
  const counts = new Map<CreditRiskGroupId, number>();
  for (const { groupId } of members) counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
  return groups.map(({ id, name, updatedAt, updatedBy }) => ({
    id,
    name,
    updatedAt,
    updatedBy,
    organisations: counts.get(id) ?? 0,
    isPrimary: id === primaryGroupId,
  }));
};
