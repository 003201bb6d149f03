import type { z } from "zod";

import { creditRiskSettingsSchema } from "@countersign/shared/domain/credit-risk.ts";
import { fulfilmentSettingsSchema, storedCreditLineSchema } from "@countersign/shared/domain/fulfilment.ts";
import { exchangeRatesSchema } from "@countersign/shared/domain/exchange-rate.ts";
import { mailPreferencesSchema, resellerContactsSchema } from "@countersign/shared/domain/mail-preferences.ts";
import { customerApprovalSchema, resellerAccountSchema } from "@countersign/shared/domain/reseller-account.ts";
import {
  authorizationPolicySchema,
  shopAccountSchema,
  shopSettingsSchema,
} from "@countersign/shared/domain/shop-account.ts";
import { changePolicySchema } from "@countersign/shared/domain/subscription.ts";

/** Every kind of setting, with its owner and the schema of its document. */
export const settingKinds = {
  /** A person's. */
  "shop-account": shopAccountSchema,
  /** The network's. */
  "shop-settings": shopSettingsSchema,
  /** A customer's. */
  "authorization-policy": authorizationPolicySchema,
  /** A customer's: which changes of its subscriptions need approval again. */
  "change-policy": changePolicySchema,
  /** A reseller's. */
  "reseller-account": resellerAccountSchema,
  /** A customer's: the switch as last set by its reseller. */
  "customer-approval": customerApprovalSchema,
  /** A reseller's or the distributor's. */
  "credit-risk": creditRiskSettingsSchema,
  /** A reseller's: what the distributor lends it. */
  "credit-line": storedCreditLineSchema,
  /** A reseller's or the distributor's. */
  fulfilment: fulfilmentSettingsSchema,
  /** A person's. */
  "mail-preferences": mailPreferencesSchema,
  /** A reseller's. */
  "reseller-contacts": resellerContactsSchema,
  /** The network's. */
  "exchange-rates": exchangeRatesSchema,
} as const satisfies Record<string, z.ZodType>;

export type SettingKind = keyof typeof settingKinds;
export type SettingDocument<Kind extends SettingKind> = z.output<(typeof settingKinds)[Kind]>;

/** One document with its key: `ownerId` is a person's, an organisation's or the tenant's. */
export type Setting = {
  [Kind in SettingKind]: {
    readonly kind: Kind;
    readonly ownerId: string;
    readonly document: SettingDocument<Kind>;
  };
}[SettingKind];

/** Checks every document, written or read. @throws ZodError if it does not match its kind. */
export const parseSetting = <Kind extends SettingKind>(kind: Kind, document: unknown): SettingDocument<Kind> =>
  settingKinds[kind].parse(document) as SettingDocument<Kind>;
