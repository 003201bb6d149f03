import { z } from "zod";

import type { PersonId } from "#shared/domain/ids.ts";
import { personIdSchema } from "#shared/domain/ids.ts";
import { instantFromMillis, millisOf } from "#shared/domain/instant.ts";

import type { Services } from "#server/api/services.ts";
import { inTransaction } from "#server/db/retry.ts";
import type { JobQueue } from "#server/jobs/jobs.ts";
import { endLinks, keepLink, newLinkSecret } from "#server/links/link-store.ts";
import { instantText, sentenceText } from "#server/mail/figures.ts";
import { preferencesOf, queueMail } from "#server/mail/mail-store.ts";
import { render } from "#server/mail/render.ts";
import { words } from "#server/mail/words.ts";

interface Invitation {
  /** Each invitation is mailed once. */
  readonly id: string;
  readonly personId: PersonId;
  readonly invitedBy: PersonId;
}

/** Mails one invitation. */
export const invitationQueue: JobQueue<Invitation> = {
  name: "password-invitation",
  payload: z.strictObject({ id: z.string().max(64), personId: personIdSchema, invitedBy: personIdSchema }),
  tries: { retries: 10, pauseSeconds: 5, longestPauseSeconds: 600 },
};

/** How long the link sets the password. */
const validMillis = 7 * 24 * 60 * 60 * 1_000;

/** Where the page lies on which a password is set. */
export const passwordPath = "/pages/passwords";

/** S32, S33: writes to a new person's address, with the link that sets the password. Links of before end. */
export const mailInvitation = async (
  services: Services,
  { id, personId, invitedBy }: Invitation,
  publicUrl: string,
): Promise<void> => {
  await inTransaction(services.db, async (tx) => {
    const row = await tx
      .selectFrom("people as person")
      .innerJoin("organisations as organisation", "organisation.id", "person.organisation_id")
      .innerJoin("people as inviter", (join) => join.on("inviter.id", "=", invitedBy))
      .select(["person.document as person", "organisation.document as organisation", "inviter.document as inviter"])
      .select("person.tenant_id")
      .where("person.id", "=", personId)
      .executeTakeFirst();
    if (row === undefined) return;
    const { person, organisation, inviter, tenant_id: tenantId } = row;
    const preferences = await preferencesOf(tx, tenantId, personId);
    const { language } = preferences;
    const { subject, lead, link, footer } = words[language].linkMails.invitation;
    const now = services.clock.now();
    const until = instantFromMillis(millisOf(now) + validMillis);
    const args = {
      organisation: organisation.name,
      inviter: inviter.name,
      until: instantText(until, preferences),
    };
    const secret = newLinkSecret();
    const isNew = await queueMail(tx, services, {
      tenantId,
      person,
      cause: `invitation ${id}`,
      content: render({
        subject: sentenceText(subject, args, language),
        lead: sentenceText(lead, args, language),
        facts: [],
        link: { label: link, url: `${publicUrl}${passwordPath}/${secret}` },
        footer: sentenceText(footer, args, language),
      }),
      isConfidential: true,
    });
    if (!isNew) return;
    await endLinks(tx, { purpose: "password", subjectId: personId, at: now });
    await keepLink(tx, { secret, tenantId, purpose: "password", subjectId: personId, expiresAt: until, document: {} });
  });
};
