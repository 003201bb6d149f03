import type { Person } from "@countersign/shared/domain/people.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";

import { instantText, sentenceText } from "#server/features/mail/figures.ts";
import { preferencesOf, queueMail } from "#server/features/mail/mail-store.ts";
import { render } from "#server/features/mail/render.ts";
import type { LinkMailKind } from "#server/features/mail/words.ts";
import { words } from "#server/features/mail/words.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import {
  endOneTimeLinks,
  storeOneTimeLink,
  newLinkSecret,
} from "#server/records/one-time-links/one-time-link-store.ts";
import type { Services } from "#server/records/services.ts";

/** Where the page lies on which a password is set. */
export const passwordPath = "/pages/passwords";

interface PasswordLink {
  readonly tenantId: string;
  readonly person: Person;
  readonly kind: Exclude<LinkMailKind, "inquiry">;
  /** A person gets one mail for one cause. */
  readonly cause: string;
  /** What the words of the mail name beside `until`. */
  readonly args: Readonly<Record<string, string>>;
  /** How long the link sets the password. */
  readonly validMillis: number;
  readonly publicUrl: string;
}

/** Mails a person a link that sets their password, in their language. Links of before end. */
export const mailPasswordLink = async (
  tx: Tx,
  services: Services,
  { tenantId, person, kind, cause, args, validMillis, publicUrl }: PasswordLink,
): Promise<void> => {
  const preferences = await preferencesOf(tx, tenantId, person.id);
  const { language } = preferences;
  const { subject, lead, link, footer } = words[language].linkMails[kind];
  const at = services.clock.now();
  const expiresAt = instantFromMillis(millisOf(at) + validMillis);
  const figures = { ...args, until: instantText(expiresAt, preferences) };
  const secret = newLinkSecret();
  const isNew = await queueMail(tx, services, {
    tenantId,
    person,
    cause,
    content: render({
      subject: sentenceText(subject, figures, language),
      lead: sentenceText(lead, figures, language),
      facts: [],
      link: { label: link, url: `${publicUrl}${passwordPath}/${secret}` },
      footer: sentenceText(footer, figures, language),
    }),
    isConfidential: true,
  });
  if (!isNew) return;
  await endOneTimeLinks(tx, { purpose: "password", subjectId: person.id, at });
  await storeOneTimeLink(tx, { secret, tenantId, purpose: "password", subjectId: person.id, expiresAt, document: {} });
};
