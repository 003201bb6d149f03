import { longestPassword } from "@countersign/shared/contract/api/sessions.ts";
import { personIdSchema } from "@countersign/shared/domain/ids.ts";
import type { MailLanguage } from "@countersign/shared/domain/mail-preferences.ts";
import type { Person } from "@countersign/shared/domain/people.ts";
import { pageWords } from "@countersign/shared/words/by-language.ts";
import { fillText } from "@countersign/shared/words/fill-text.ts";

import { preferencesOf } from "#server/features/mail/mail-store.ts";
import type { Tx } from "#server/foundation/db/database.ts";
import { inTransaction } from "#server/foundation/db/retry.ts";
import { unstorable } from "#server/foundation/http/storable.ts";
import { formHtml, noteHtml } from "#server/foundation/link-pages/form-page.ts";
import type { LinkPage, PageAnswer } from "#server/foundation/link-pages/link-page.ts";
import { endOneTimeLinks, findOneTimeLink } from "#server/records/one-time-links/one-time-link-store.ts";
import type { Services } from "#server/records/services.ts";

import { passwordPath } from "./mail-link.ts";
import { hashPassword, shortestPassword } from "./password.ts";

interface Invited {
  readonly person: Person;
  readonly language: MailLanguage;
}

const figures = { min: shortestPassword, max: longestPassword };

/** The problems of a new password and of its repetition. */
const problemsWith = ({ person, language }: Invited, password: string, again: string) => {
  const own = pageWords[language].password;
  const { length } = password;
  const wrong =
    length < shortestPassword
      ? own.isTooShort
      : length > longestPassword || unstorable(password) !== undefined
        ? own.isTooLong
        : password.toLowerCase() === person.email.toLowerCase()
          ? own.isAddress
          : undefined;
  return {
    password: wrong === undefined ? undefined : fillText(wrong, figures),
    again: wrong === undefined && password !== again ? own.isDifferent : undefined,
  };
};

const form = (invited: Invited, problems?: ReturnType<typeof problemsWith>): PageAnswer => {
  const { person, language } = invited;
  const own = pageWords[language].password;
  const field = { type: "password", maxLength: longestPassword, autocomplete: "new-password" } as const;
  const html = formHtml({
    language,
    title: own.title,
    lead: fillText(own.lead, { email: person.email }),
    objection: problems === undefined ? undefined : own.objection,
    submit: own.submit,
    account: person.email,
    fields: [
      {
        ...field,
        name: "password",
        label: own.password,
        hint: fillText(own.hint, figures),
        problem: problems?.password,
      },
      { ...field, name: "again", label: own.again, problem: problems?.again },
    ],
  });
  return { status: problems === undefined ? 200 : 422, html };
};

const invalid = (): PageAnswer => {
  return { status: 404, html: noteHtml({ language: "en", ...pageWords.en.invalidLink }) };
};

const withInvited = (
  { db, clock }: Services,
  secret: string,
  work: (tx: Tx, invited: Invited) => Promise<PageAnswer>,
): Promise<PageAnswer> =>
  inTransaction(db, async (tx) => {
    const link = await findOneTimeLink(tx, { purpose: "password", secret, now: clock.now() });
    if (link === undefined) return invalid();
    const id = personIdSchema.parse(link.subjectId);
    // Of two requests with the same link, the second finds it used.
    const row = await tx.selectFrom("people").select("document").where("id", "=", id).forUpdate().executeTakeFirst();
    const isStillValid = await findOneTimeLink(tx, { purpose: "password", secret, now: clock.now() });
    if (row === undefined || isStillValid === undefined) return invalid();
    const { language } = await preferencesOf(tx, link.tenantId, id);
    return work(tx, { person: row.document, language });
  });

/** S33: the page on which a mailed link sets the password. Opening it changes nothing; setting a password ends the link. */
export const passwordPage = (services: Services, appUrl: string | undefined): LinkPage => ({
  path: passwordPath,
  show: (secret) => withInvited(services, secret, async (_tx, invited) => form(invited)),
  submit: (secret, sent) =>
    withInvited(services, secret, async (tx, invited) => {
      const password = sent.get("password") ?? "";
      const problems = problemsWith(invited, password, sent.get("again") ?? "");
      if (problems.password !== undefined || problems.again !== undefined) return form(invited, problems);
      const { person, language } = invited;
      const at = services.clock.now();
      const hash = await hashPassword(password);
      await tx
        .insertInto("passwords")
        .values({ person_id: person.id, set_at: at, hash })
        .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ set_at: at, hash }))
        .execute();
      await endOneTimeLinks(tx, { purpose: "password", subjectId: person.id, at });
      const own = pageWords[language].password;
      const html = noteHtml({
        language,
        title: own.done,
        lead: fillText(own.doneLead, { email: person.email }),
        link: appUrl === undefined ? undefined : { url: appUrl, label: own.open },
      });
      return { status: 200, html };
    }),
});
