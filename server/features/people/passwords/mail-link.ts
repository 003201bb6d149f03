import type { Person } from "@countersign/shared/domain/people.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import { mailWords } from "@countersign/shared/words/by-language.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";

import { mailFormats } from "#server/features/mail/mail-formats.ts";
import { preferencesOf, queueMail } from "#server/features/mail/mail-store.ts";
import { render } from "#server/features/mail/render.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import {
  endOneTimeLinks,
  storeOneTimeLink,
  newLinkSecret,
} from "#server/records/one-time-links/one-time-link-store.ts";
import type { Services } from "#server/records/services.ts";

/** The path of the page on which a password is set. */
export const passwordPath = "/pages/passwords";

/** Why somebody gets a link: an account was made for them, or they asked for a new password. */
type Occasion = { readonly kind: "invitation"; readonly inviter: string } | { readonly kind: "reset" };

interface PasswordLink {
  readonly tenantId: string;
  readonly person: Person;
  /** A person gets one mail for each cause. */
  readonly cause: string;
  readonly organisation: string;
  /** How long the link is valid. */
  readonly validMillis: number;
  readonly publicUrl: string;
  readonly occasion: Occasion;
}

/** Mails a person a link that sets their password, in their language. Earlier links end. */
export const mailPasswordLink = async (
  tx: Tx,
  services: Services,
  { tenantId, person, occasion, cause, organisation, validMillis, publicUrl }: PasswordLink,
): Promise<void> => {
  const preferences = await preferencesOf(tx, tenantId, person.id);
  const formats = mailFormats(preferences);
  const { subject, lead, link, footer } = mailWords[preferences.language].linkMails[occasion.kind];
  const at = services.clock.now();
  const expiresAt = instantFromMillis(millisOf(at) + validMillis);
  const inviter = occasion.kind === "invitation" ? occasion.inviter : "";
  const figures = { organisation, inviter, until: expiresAt };
  const secret = newLinkSecret();
  const isNew = await queueMail(tx, services, {
    tenantId,
    person,
    cause,
    content: render({
      subject: fillText(subject, figures, formats),
      lead: fillText(lead, figures, formats),
      facts: [],
      link: { label: link, url: `${publicUrl}${passwordPath}/${secret}` },
      footer: fillText(footer, figures, formats),
    }),
    isConfidential: true,
  });
  if (!isNew) return;
  await endOneTimeLinks(tx, { purpose: "password", subjectId: person.id, at });
  await storeOneTimeLink(tx, { secret, tenantId, purpose: "password", subjectId: person.id, expiresAt, document: {} });
};
