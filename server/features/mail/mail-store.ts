import { z } from "zod";

import type { PersonId } from "@countersign/shared/domain/ids.ts";
import type { Instant } from "@countersign/shared/domain/instant.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";

import type { Database, Tx } from "#server/foundation/db/database.ts";
import type { Document } from "#server/foundation/db/schema.ts";
import type { JobQueue } from "#server/foundation/jobs/jobs.ts";
import type { Services } from "#server/records/services.ts";
import { findSetting } from "#server/records/settings/settings-store.ts";

import type { Rendered } from "./render.ts";

interface MailTable {
  id: string;
  tenant_id: string;
  /** The person's id, or the address of a contact outside the network. */
  person_id: string;
  /** The event and the kind of mail, or the day of a reminder: a person gets one mail for each cause. */
  cause: string;
  state: "queued" | "sent" | "refused";
  created_at: Instant;
  document: Document<unknown>;
}

declare module "#server/foundation/db/schema.ts" {
  interface Schema {
    mails: MailTable;
  }
}

/** One try to send one mail. */
export const sendQueue: JobQueue<{ mailId: string }> = {
  name: "mail-send",
  payload: z.strictObject({ mailId: z.string().max(64) }),
  tries: { retries: 12, pauseSeconds: 30, longestPauseSeconds: 7_200 },
};

export const storedMailSchema = z.strictObject({
  to: z.strictObject({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  thread: z.string().exactOptional(),
  /** The rule that chose the recipient (W15). */
  rule: z.string().exactOptional(),
  code: z.int().exactOptional(),
  /** Contains a one-time link: its text is removed after sending. */
  isConfidential: z.literal(true).exactOptional(),
});
export type StoredMail = z.infer<typeof storedMailSchema>;

export const preferencesOf = async (db: Database | Tx, tenantId: string, id: PersonId): Promise<MailPreferences> =>
  (await findSetting(db, tenantId, "mail-preferences", id)) ?? defaultMailPreferences;

export interface NewMail {
  readonly tenantId: string;
  /** A person of the network, or a contact with their address as the id. */
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  /** A person gets one mail for one cause, however often it is queued. */
  readonly cause: string;
  readonly content: Rendered;
  readonly thread?: string | undefined;
  readonly rule?: string | undefined;
  readonly isConfidential?: true;
}

/** Stores a mail, and the job that sends it. @returns whether it is new. */
export const queueMail = async (tx: Tx, { ids, clock, jobs }: Services, mail: NewMail): Promise<boolean> => {
  const { tenantId, person, cause, content, thread, rule, isConfidential } = mail;
  const document: StoredMail = {
    to: { name: person.name, address: person.email },
    ...content,
    ...(thread === undefined ? {} : { thread }),
    ...(rule === undefined ? {} : { rule }),
    ...(isConfidential === undefined ? {} : { isConfidential }),
  };
  const made = await tx
    .insertInto("mails")
    .values({
      id: ids.next(),
      tenant_id: tenantId,
      person_id: person.id,
      cause,
      state: "queued",
      created_at: clock.now(),
      document: JSON.stringify(document),
    })
    .onConflict((conflict) => conflict.columns(["person_id", "cause"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made === undefined) return false;
  await jobs.sendAll(sendQueue, [{ mailId: made.id }], { tx });
  return true;
};
