import type { Instant } from "@countersign/shared/domain/instant.ts";
import { instantFromMillis, millisOf } from "@countersign/shared/domain/instant.ts";
import type { MailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import { defaultMailPreferences } from "@countersign/shared/domain/mail-preferences.ts";
import type { TierConfiguration, TierContact, TierRequest, TierRequestId } from "@countersign/shared/domain/tier.ts";
import { tierConfigurationSchema, tierRequestSchema } from "@countersign/shared/domain/tier.ts";
import { mailWords } from "@countersign/shared/words/by-language.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";

import { mailFormats } from "#server/features/mail/mail-formats.ts";
import { preferencesOf, queueMail } from "#server/features/mail/mail-store.ts";
import type { MailContent } from "#server/features/mail/render.ts";
import { render } from "#server/features/mail/render.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { storeOneTimeLink, newLinkSecret } from "#server/records/one-time-links/one-time-link-store.ts";
import { findPerson } from "#server/records/people/members.ts";
import type { Services } from "#server/records/services.ts";

/** How long the form can be filled in. */
const validMillis = 14 * 24 * 60 * 60 * 1_000;

/** The path of the form's page. */
export const inquiryPath = "/pages/inquiries";

/** The content of a link: who is asked. `at` distinguishes this inquiry from a later one of the same request. */
export interface InquiryLink {
  readonly at: Instant;
  readonly name: string;
  readonly email: string;
  readonly language: MailPreferences["language"];
}

/** The preferences of the person with the contact's address, in the contact's language if it is given. */
const preferencesFor = async (tx: Tx, tenantId: string, contact: TierContact): Promise<MailPreferences> => {
  const person = await findPerson(tx, tenantId, contact.email);
  const own = person === undefined ? defaultMailPreferences : await preferencesOf(tx, tenantId, person.id);
  return contact.language === undefined ? own : { ...own, language: contact.language };
};

interface Inquiry {
  readonly request: TierRequest;
  readonly configuration: TierConfiguration;
}

const contentFor = (
  { request, configuration }: Inquiry,
  { url, until, preferences }: { url: string; until: Instant; preferences: MailPreferences },
): MailContent => {
  const formats = mailFormats(preferences);
  const { linkMails, isMissing } = mailWords[preferences.language];
  const { subject, lead, link, footer } = linkMails.inquiry;
  const { vendor, account, product } = configuration;
  const args = {
    vendor: vendor.name,
    account: account.name,
    product: product.name,
    until,
  };
  const asked = (request.inquiries ?? []).flatMap(({ parameterId, problem }) =>
    request.parameters
      .filter(({ id }) => id === parameterId)
      .map(({ title }) => [title, problem ?? isMissing] as const),
  );
  return {
    subject: fillText(subject, args, formats),
    lead: fillText(lead, args, formats),
    facts: asked,
    link: { label: link, url },
    footer: fillText(footer, args, formats),
  };
};

/** The inquiry, unless it was answered or repeated meanwhile. */
const openInquiry = async (tx: Tx, requestId: TierRequestId, at: Instant) => {
  const row = await tx
    .selectFrom("tier_requests as request")
    .innerJoin("tier_configurations as configuration", "configuration.id", "request.configuration_id")
    .select(["request.document as request", "configuration.document as configuration", "request.tenant_id"])
    .where("request.id", "=", requestId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const request = tierRequestSchema.parse(row.request);
  const configuration = tierConfigurationSchema.parse(row.configuration);
  return request.status === "inquiring" && request.statusChangedAt === at
    ? { tenantId: row.tenant_id, inquiry: { request, configuration } }
    : undefined;
};

/** T17: mails the form to every contact of the tier, each with their own link, once for each inquiry. */
export const mailInquiry = async (
  services: Services,
  { requestId, at }: { readonly requestId: TierRequestId; readonly at: Instant },
  publicUrl: string,
): Promise<void> => {
  await inTransaction(services.db, async (tx) => {
    const open = await openInquiry(tx, requestId, at);
    if (open === undefined) return;
    const { tenantId, inquiry } = open;
    const until = instantFromMillis(millisOf(services.clock.now()) + validMillis);
    for (const contact of inquiry.configuration.account.contacts) {
      const preferences = await preferencesFor(tx, tenantId, contact);
      const secret = newLinkSecret();
      const url = `${publicUrl}${inquiryPath}/${secret}`;
      const isNew = await queueMail(tx, services, {
        tenantId,
        person: { ...contact, id: contact.email.toLowerCase() },
        cause: `inquiry of ${requestId} at ${at}`,
        content: render(contentFor(inquiry, { url, until, preferences })),
        thread: requestId,
        isConfidential: true,
      });
      const { name, email } = contact;
      const document: InquiryLink = { at, name, email, language: preferences.language };
      const link = { secret, tenantId, subjectId: requestId, expiresAt: until, document };
      if (isNew) await storeOneTimeLink(tx, { ...link, purpose: "inquiry" });
    }
  });
};
