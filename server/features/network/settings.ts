import type { ApprovalSwitch } from "@countersign/shared/contract/api/settings.ts";
import type { OrganisationId } from "@countersign/shared/domain/ids.ts";
import type { Organisation } from "@countersign/shared/domain/organisation.ts";
import { defaultAuthorizationPolicy, defaultShopSettings } from "@countersign/shared/domain/shop-account.ts";
import { defaultChangePolicy } from "@countersign/shared/domain/subscription.ts";
import { approvalToggle, switchApproval } from "@countersign/shared/engine/planning/reseller/approval-toggle.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { HttpProblem } from "#server/foundation/http/problem.ts";
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
  /** Of which organisations; the distributor's are the whole network's. */
  readonly of: Organisation["kind"];
  /** Whether the organisation's own administrators set it, or only those above it, so that nobody frees themselves. */
  readonly isOwn: boolean;
  /** What counts where nothing was set. */
  readonly otherwise: Document;
}

/** The settings that stand for themselves. The others are changed by what they belong to, or by the demo alone. */
const adjustable = {
  "shop-settings": { of: "distributor", isOwn: true, otherwise: defaultShopSettings },
  "exchange-rates": { of: "distributor", isOwn: true, otherwise: [] as SettingDocument<"exchange-rates"> },
  "authorization-policy": { of: "customer", isOwn: true, otherwise: defaultAuthorizationPolicy },
  "change-policy": { of: "customer", isOwn: false, otherwise: defaultChangePolicy },
} as const satisfies { readonly [Kind in Setting["kind"]]?: Adjustable<SettingDocument<Kind>> };

type AdjustableKind = keyof typeof adjustable;

/** Whose setting it is: the network's lie with the tenant. @throws HttpProblem 403, 404. */
const ownerOf = async (
  db: Database | Tx,
  session: Session,
  { kind, id, isWrite }: { readonly kind: AdjustableKind; readonly id: OrganisationId; readonly isWrite: boolean },
): Promise<string> => {
  const { of, isOwn } = adjustable[kind];
  const { organisation, by } = administered(session, await allOrganisations(db, session.tenantId), id);
  if (organisation.kind !== of) throw new HttpProblem(404, "not-found");
  if (isWrite && !isOwn && !may(session.person, "set-for-those-below", { organisation, by }))
    throw new HttpProblem(403, "not-allowed");
  return of === "distributor" ? session.tenantId : organisation.id;
};

/** What counts now. */
export const settingOf = async <Kind extends AdjustableKind>(
  { db }: Pick<Services, "db">,
  session: Session,
  kind: Kind,
  id: OrganisationId,
): Promise<SettingDocument<Kind>> => {
  const ownerId = await ownerOf(db, session, { kind, id, isWrite: false });
  return (
    (await findSetting(db, session.tenantId, kind, ownerId)) ?? (adjustable[kind].otherwise as SettingDocument<Kind>)
  );
};

/** Replaces it as a whole. Orders that wait keep what they were planned by. */
export const adjust = <Kind extends AdjustableKind>(
  { db }: Pick<Services, "db">,
  session: Session,
  {
    kind,
    id,
    document,
  }: { readonly kind: Kind; readonly id: OrganisationId; readonly document: SettingDocument<Kind> },
): Promise<SettingDocument<Kind>> =>
  inTransaction(db, async (tx) => {
    const ownerId = await ownerOf(tx, session, { kind, id, isWrite: true });
    await putSetting(tx, session.tenantId, { kind, ownerId, document } as Setting);
    return document;
  });
/** A reseller's customer and its reseller, for administrators of the reseller and of the distributor. @throws HttpProblem. */
const resold = (
  { person }: Session,
  { organisation, above, by }: Administered,
): { readonly reseller: Organisation } => {
  const [reseller] = above;
  if (organisation.kind !== "customer" || reseller?.kind !== "reseller") throw new HttpProblem(404, "not-found");
  if (!may(person, "set-for-those-below", { organisation, by })) throw new HttpProblem(403, "not-allowed");
  return { reseller };
};

const switchWithin = async (db: Database | Tx, session: Session, customerId: OrganisationId) => {
  const { tenantId } = session;
  const { reseller } = resold(session, administered(session, await allOrganisations(db, tenantId), customerId));
  const account = await findSetting(db, tenantId, "reseller-account", reseller.id);
  const approval = (await findSetting(db, tenantId, "customer-approval", customerId)) ?? { customerId, isOn: true };
  // A reseller of whom nothing is known pays by no card.
  return { payment: account?.payment ?? ({ method: "cash" } as const), approval };
};

export const approvalSwitchOf = async (
  { db }: Pick<Services, "db">,
  session: Session,
  customerId: OrganisationId,
): Promise<ApprovalSwitch> => {
  const { payment, approval } = await switchWithin(db, session, customerId);
  return approvalToggle(payment, approval);
};

/** W03, W05: whether the customer's orders wait for its reseller. @throws HttpProblem 409 while the reseller pays by card (W10). */
export const turnApproval = (
  { db }: Pick<Services, "db">,
  session: Session,
  customerId: OrganisationId,
  isOn: boolean,
): Promise<ApprovalSwitch> =>
  inTransaction(db, async (tx) => {
    const { payment, approval } = await switchWithin(tx, session, customerId);
    const turned = switchApproval(payment, [approval], isOn);
    if (!turned.ok) throw new HttpProblem(409, turned.error.code, turned.error.args);
    for (const document of turned.value)
      await putSetting(tx, session.tenantId, { kind: "customer-approval", ownerId: customerId, document });
    return approvalToggle(payment, { isOn });
  });
