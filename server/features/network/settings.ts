import type { ApprovalSwitch } from "@countersign/shared/contract/api/settings.ts";
import type { RequestRefusal } from "@countersign/shared/contract/request-refusal.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import type { CustomerApproval, ResellerPayment } from "@countersign/shared/domain/reseller-account.ts";
import { refuse } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { ok } from "@countersign/shared/domain/result.ts";
import { defaultAuthorizationPolicy, defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";
import { defaultChangePolicy } from "@countersign/shared/domain/subscription.ts";
import { approvalToggle, switchApproval } from "@countersign/shared/engine/planning/reseller/approval-toggle.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { allOrganisations } from "#server/records/people/members.ts";
import { may } from "#server/records/rights/may.ts";
import type { Services } from "#server/records/services.ts";
import type { Session } from "#server/records/sessions/session.ts";
import type { Setting, SettingDocument } from "#server/records/settings/setting-kinds.ts";
import { findSetting, putSetting } from "#server/records/settings/settings-store.ts";

import type { Administered } from "./authority.ts";
import { administered } from "./authority.ts";

/** A setting that administrators read and replace as a whole. */
interface Adjustable<Document> {
  /** The kind of organisation that has it; the distributor's applies to the whole network. */
  readonly of: Organisation["kind"];
  /** Whether the organisation's own administrators may set it, or only those above it. */
  readonly isOwn: boolean;
  /** The default. */
  readonly otherwise: Document;
}

/** The independent settings. Others are changed with what they belong to, or only by the demo. */
const adjustable = {
  "shop-settings": { of: "distributor", isOwn: true, otherwise: defaultShopSettings },
  "exchange-rates": { of: "distributor", isOwn: true, otherwise: [] as SettingDocument<"exchange-rates"> },
  "authorization-policy": { of: "customer", isOwn: true, otherwise: defaultAuthorizationPolicy },
  "change-policy": { of: "customer", isOwn: false, otherwise: defaultChangePolicy },
} as const satisfies { readonly [Kind in Setting["kind"]]?: Adjustable<SettingDocument<Kind>> };

type AdjustableKind = keyof typeof adjustable;

/** The owner of the setting: for the whole network, the tenant. An organisation without such a setting is not found. */
const ownerOf = async (
  db: Database | Tx,
  session: Session,
  { kind, id, isWrite }: { readonly kind: AdjustableKind; readonly id: OrganisationId; readonly isWrite: boolean },
): Promise<Result<string, RequestRefusal>> => {
  const { of, isOwn } = adjustable[kind];
  const found = administered(session, await allOrganisations(db, session.tenantId), id);
  if (!found.ok) return found;
  const { organisation, by } = found.value;
  if (organisation.kind !== of) return refuse("not-found");
  if (isWrite && !isOwn && !may(session.person, "set-for-those-below", { organisation, by }))
    return refuse("not-allowed");
  return ok(of === "distributor" ? session.tenantId : organisation.id);
};

/** The setting, or its default. */
export const settingOf = async <Kind extends AdjustableKind>(
  { db }: Pick<Services, "db">,
  session: Session,
  kind: Kind,
  id: OrganisationId,
): Promise<Result<SettingDocument<Kind>, RequestRefusal>> => {
  const owner = await ownerOf(db, session, { kind, id, isWrite: false });
  if (!owner.ok) return owner;
  const set = await findSetting(db, session.tenantId, kind, owner.value);
  return ok(set ?? (adjustable[kind].otherwise as SettingDocument<Kind>));
};

/** Replaces the setting as a whole. Orders that wait keep what they were planned by. */
export const adjust = <Kind extends AdjustableKind>(
  { db }: Pick<Services, "db">,
  session: Session,
  {
    kind,
    id,
    document,
  }: { readonly kind: Kind; readonly id: OrganisationId; readonly document: SettingDocument<Kind> },
): Promise<Result<SettingDocument<Kind>, RequestRefusal>> =>
  inTransaction(db, async (tx) => {
    const owner = await ownerOf(tx, session, { kind, id, isWrite: true });
    if (!owner.ok) return owner;
    await putSetting(tx, session.tenantId, { kind, ownerId: owner.value, document } as Setting);
    return ok(document);
  });

/** The reseller of a customer, for administrators of the reseller and of the distributor. */
const resellerOf = (
  { person }: Session,
  { organisation, above, by }: Administered,
): Result<Organisation, RequestRefusal> => {
  const [reseller] = above;
  if (organisation.kind !== "customer" || reseller?.kind !== "reseller") return refuse("not-found");
  return may(person, "set-for-those-below", { organisation, by }) ? ok(reseller) : refuse("not-allowed");
};

/** The position of a customer's switch, and how its reseller pays. */
interface Switch {
  readonly payment: ResellerPayment;
  readonly approval: CustomerApproval;
}

const switchWithin = async (
  db: Database | Tx,
  session: Session,
  customerId: OrganisationId,
): Promise<Result<Switch, RequestRefusal>> => {
  const { tenantId } = session;
  const found = administered(session, await allOrganisations(db, tenantId), customerId);
  if (!found.ok) return found;
  const reseller = resellerOf(session, found.value);
  if (!reseller.ok) return reseller;
  const account = await findSetting(db, tenantId, "reseller-account", reseller.value.id);
  const approval = (await findSetting(db, tenantId, "customer-approval", customerId)) ?? { customerId, isOn: true };
  // A reseller without an account here does not pay by card.
  return ok({ payment: account?.payment ?? { method: "cash" }, approval });
};

export const approvalSwitchOf = async (
  { db }: Pick<Services, "db">,
  session: Session,
  customerId: OrganisationId,
): Promise<Result<ApprovalSwitch, RequestRefusal>> => {
  const found = await switchWithin(db, session, customerId);
  if (!found.ok) return found;
  const { payment, approval } = found.value;
  return ok(approvalToggle(payment, approval));
};

/** W03, W05: sets whether the customer's orders wait for its reseller. Refused while the reseller pays by card (W10). */
export const turnApproval = (
  { db }: Pick<Services, "db">,
  session: Session,
  customerId: OrganisationId,
  isOn: boolean,
): Promise<Result<ApprovalSwitch, RequestRefusal>> =>
  inTransaction(db, async (tx) => {
    const found = await switchWithin(tx, session, customerId);
    if (!found.ok) return found;
    const { payment, approval } = found.value;
    const turned = switchApproval(payment, [approval], isOn);
    if (!turned.ok) return turned;
    for (const document of turned.value)
      await putSetting(tx, session.tenantId, { kind: "customer-approval", ownerId: customerId, document });
    return ok(approvalToggle(payment, { isOn }));
  });
