import { z } from "zod";

import { instantSchema } from "@countersign/shared/domain/instant.ts";
import { mailLanguageSchema } from "@countersign/shared/domain/mail-preferences.ts";
import type { Refusal } from "@countersign/shared/domain/refusal.ts";
import type { Inquiry, TierConfiguration, TierParameter, TierRequest } from "@countersign/shared/domain/tier.ts";
import { tierParameterSchema, tierRequestIdSchema } from "@countersign/shared/domain/tier.ts";
import { answerInquiry } from "@countersign/shared/engine/tiers/inquire.ts";
import type { TierRefusalCode } from "@countersign/shared/engine/tiers/refusals.ts";
import { pageWords } from "@countersign/shared/words/by-language.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";
import { refusalText } from "@countersign/shared/words/refusal-text.ts";

import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { unstorable } from "#server/foundation/http/storable.ts";
import { formHtml, noteHtml } from "#server/foundation/link-pages/form-page.ts";
import type { LinkPage, PageAnswer } from "#server/foundation/link-pages/link-page.ts";
import { findOneTimeLink } from "#server/records/one-time-links/one-time-link-store.ts";
import type { Services } from "#server/records/services.ts";

import { keepOutcome } from "./change-tiers.ts";
import type { InquiryLink } from "./mail-inquiry.ts";
import { inquiryPath } from "./mail-inquiry.ts";
import { configurationOf, lockCase } from "./tier-case.ts";
import type { StoredTiers } from "./tier-store.ts";

const linkSchema: z.ZodType<InquiryLink> = z.strictObject({
  at: instantSchema,
  name: z.string(),
  email: z.string(),
  language: mailLanguageSchema,
});

const longest = tierParameterSchema.shape.value.unwrap().maxLength ?? 4_000;

/** The form of a link whose inquiry is open. */
interface Asked {
  readonly link: InquiryLink;
  readonly request: TierRequest;
  readonly configuration: TierConfiguration;
}

interface Question {
  readonly parameter: TierParameter;
  readonly inquiry: Inquiry;
}

const questionsOf = ({ request: { parameters, inquiries = [] } }: Asked): Question[] =>
  inquiries.flatMap((inquiry) =>
    parameters.filter(({ id }) => id === inquiry.parameterId).map((parameter) => ({ parameter, inquiry })),
  );

const wordsFor = ({ link, configuration: { vendor, account, product } }: Asked) => ({
  own: pageWords[link.language].inquiry,
  names: { vendor: vendor.name, account: account.name, product: product.name },
});

/** The problem of a sent value. The engine checks for missing values as well. */
const problemWith = (
  asked: Asked,
  { parameter, inquiry: { problem } }: Question,
  value: string,
): string | undefined => {
  const { own } = wordsFor(asked);
  if (value.trim() === "") return own.isMissing;
  if (value.length > longest) return fillText(own.isTooLong, { max: longest });
  if (unstorable(value) !== undefined) return own.isUnreadable;
  // A value that the vendor did not accept is not accepted if it is sent again unchanged.
  return problem !== undefined && value === parameter.value ? fillText(own.isUnchanged, { problem }) : undefined;
};

const nameOf = (index: number): string => `value-${index + 1}`;

const form = (asked: Asked, sent?: readonly { readonly value: string; readonly problem: string | undefined }[]) => {
  const { own, names } = wordsFor(asked);
  const html = formHtml({
    language: asked.link.language,
    title: fillText(own.title, names),
    lead: fillText(own.lead, names),
    objection: sent === undefined ? undefined : own.objection,
    submit: own.submit,
    fields: questionsOf(asked).map(({ parameter, inquiry }, index) => ({
      name: nameOf(index),
      label: parameter.title,
      type: "text",
      maxLength: longest,
      value: sent?.[index]?.value ?? parameter.value ?? "",
      problem: sent === undefined ? inquiry.problem : sent[index]?.problem,
    })),
  });
  return { status: sent === undefined ? 200 : 422, html };
};

const invalid = (): PageAnswer => {
  return { status: 404, html: noteHtml({ language: "en", ...pageWords.en.invalidLink }) };
};

const answered = ({ language }: InquiryLink): PageAnswer => {
  const { answered: title, answeredLead: lead } = pageWords[language].inquiry;
  return { status: 410, html: noteHtml({ language, title, lead }) };
};

/** The answer to values that the engine refuses, as it may need more than the vendor asked for: nothing is applied. */
const refused = (told: Refusal<TierRefusalCode>): PageAnswer => {
  return { status: 422, html: noteHtml({ language: "en", title: "Countersign", lead: refusalText(told) }) };
};

interface Found {
  readonly tenantId: string;
  readonly requestId: TierRequest["id"];
  readonly link: InquiryLink;
}

const openOf = ({ documents }: StoredTiers, { requestId, link }: Found): Asked | undefined => {
  const request = documents.requests.find(({ id }) => id === requestId);
  const configuration = documents.configurations.find(({ id }) => id === request?.configurationId);
  const isOpen = request?.status === "inquiring" && request.statusChangedAt === link.at;
  return isOpen && configuration !== undefined ? { link, request, configuration } : undefined;
};

/** Looks the form up under its case's lock, so that it is the current one when shown or answered. */
const withForm = (
  services: Services,
  secret: string,
  work: (tx: Tx, found: Found, stored: StoredTiers, asked: Asked) => Promise<PageAnswer>,
): Promise<PageAnswer> =>
  inTransaction(services.db, async (tx) => {
    const known = await findOneTimeLink(tx, { purpose: "inquiry", secret, now: services.clock.now() });
    if (known === undefined) return invalid();
    const requestId = tierRequestIdSchema.parse(known.subjectId);
    const found = { tenantId: known.tenantId, requestId, link: linkSchema.parse(known.document) };
    const configuration = await configurationOf(tx, found.tenantId, { requestId });
    if (!configuration.ok) return invalid();
    const stored = await lockCase(tx, found.tenantId, configuration.value, { requestId });
    if (!stored.ok) return invalid();
    const asked = openOf(stored.value, found);
    return asked === undefined ? answered(found.link) : work(tx, found, stored.value, asked);
  });

/** T18: applies the sent values, if all of them are valid. */
const answer = async (
  tx: Tx,
  services: Services,
  { found, stored, asked }: { readonly found: Found; readonly stored: StoredTiers; readonly asked: Asked },
  sentForm: URLSearchParams,
): Promise<PageAnswer> => {
  const questions = questionsOf(asked);
  const sent = questions.map((question, index) => {
    const value = sentForm.get(nameOf(index)) ?? "";
    return { value, problem: problemWith(asked, question, value) };
  });
  if (sent.some(({ problem }) => problem !== undefined)) return form(asked, sent);
  const { configuration, link } = asked;
  const { tenantId, requestId } = found;
  const at = services.clock.now();
  const actor = { role: "contact", accountId: configuration.account.id } as const;
  const values = Object.fromEntries(questions.map(({ parameter: { id } }, index) => [id, sent[index]?.value ?? ""]));
  const result = answerInquiry(stored.documents, actor, { requestId, values, at });
  if (!result.ok) return refused(result.error);
  const step = { tenantId, actor: { ...actor, contact: link.email }, at };
  await keepOutcome(tx, services, step, { before: stored, outcome: result.value });
  const { own, names } = wordsFor(asked);
  const { language } = link;
  return { status: 200, html: noteHtml({ language, title: own.thanks, lead: fillText(own.thanksLead, names) }) };
};

/** The form of an inquiry, for the contacts of the tier. */
export const inquiryPage = (services: Services): LinkPage => ({
  path: inquiryPath,
  show: (secret) => withForm(services, secret, async (_tx, _found, _stored, asked) => form(asked)),
  submit: (secret, sentForm) =>
    withForm(services, secret, (tx, found, stored, asked) => answer(tx, services, { found, stored, asked }, sentForm)),
});
