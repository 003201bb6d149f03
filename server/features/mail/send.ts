import type { Services } from "#server/records/services.ts";

import { storedMailSchema } from "./mail-store.ts";
import type { MailTransport } from "./transport.ts";

/** The right-hand side of message ids: it names no host. */
const domain = "countersign";

/** Sends one mail. A temporary failure throws and is retried; after a crash, the mail is sent again with the same id. */
export const sendMail = async ({ db, metrics }: Services, transport: MailTransport, mailId: string): Promise<void> => {
  const row = await db
    .selectFrom("mails")
    .select("document")
    .where("id", "=", mailId)
    .where("state", "=", "queued")
    .executeTakeFirst();
  if (row === undefined) return;
  const mail = storedMailSchema.parse(row.document);
  const { to, subject, text, html, thread } = mail;
  const outgoing = {
    messageId: `<${mailId}@${domain}>`,
    ...(thread === undefined ? {} : { references: `<${thread}@${domain}>` }),
    to,
    subject,
    text,
    html,
  };
  const outcome = await transport.send(outgoing).catch((error: unknown) => {
    metrics.mails.inc({ outcome: "failed" });
    throw error;
  });
  metrics.mails.inc({ outcome: outcome.state });
  const kept = mail.isConfidential === true ? { ...mail, text: "", html: "" } : mail;
  const document = outcome.state === "refused" ? { ...kept, code: outcome.code } : kept;
  await db
    .updateTable("mails")
    .set({ state: outcome.state, document: JSON.stringify(document) })
    .where("id", "=", mailId)
    .execute();
};
