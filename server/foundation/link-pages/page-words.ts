import type { MailLanguage } from "@countersign/shared/domain/mail-preferences.ts";

interface PageWords {
  readonly inquiry: {
    readonly title: string;
    readonly lead: string;
    readonly submit: string;
    readonly objection: string;
    readonly isMissing: string;
    readonly isUnchanged: string;
    readonly isTooLong: string;
    readonly isUnreadable: string;
    readonly thanks: string;
    readonly thanksLead: string;
    readonly answered: string;
    readonly answeredLead: string;
  };
  readonly password: {
    readonly title: string;
    readonly lead: string;
    readonly password: string;
    readonly again: string;
    readonly hint: string;
    readonly submit: string;
    readonly objection: string;
    readonly isTooShort: string;
    readonly isTooLong: string;
    readonly isAddress: string;
    readonly isDifferent: string;
    readonly done: string;
    readonly doneLead: string;
    readonly open: string;
  };
  readonly invalid: string;
  readonly invalidLead: string;
}

/** Every text of the pages that mailed links lead to. `{{name}}` stands for a figure. */
export const pageWords: Readonly<Record<MailLanguage, PageWords>> = {
  en: {
    inquiry: {
      title: "Data of {{account}} for {{product}}",
      lead: "{{vendor}} needs these values. All of them have to be filled in.",
      submit: "Send",
      objection: "Not sent yet. Please correct what is marked below.",
      isMissing: "Please fill this in.",
      isUnchanged: "This is the value that was not accepted: {{problem}}",
      isTooLong: "At most {{max}} characters are possible.",
      isUnreadable: "This contains a character that cannot be kept.",
      thanks: "Thank you",
      thanksLead: "{{vendor}} has your answer. You can close this page.",
      answered: "Already answered",
      answeredLead: "These values are no longer asked for: somebody has given them, or a newer mail asks for others.",
    },
    password: {
      title: "Set your password",
      lead: "For the account of {{email}}.",
      password: "New password",
      again: "The same password again",
      hint: "At least {{min}} characters. A few words that you can remember are best.",
      submit: "Set the password",
      objection: "The password is not set yet. Please correct what is marked below.",
      isTooShort: "It needs at least {{min}} characters.",
      isTooLong: "At most {{max}} characters are possible.",
      isAddress: "It must not be your address.",
      isDifferent: "The two are not the same.",
      done: "The password is set",
      doneLead: "From now on you can sign in with {{email}} and this password.",
      open: "Open Countersign",
    },
    invalid: "This link is not valid any more",
    invalidLead:
      "It was used, has expired, or is not complete. Use the link of the newest mail, or ask whoever sent it for a new one.",
  },
  de: {
    inquiry: {
      title: "Angaben von {{account}} für {{product}}",
      lead: "{{vendor}} braucht diese Angaben. Bitte füllen Sie alle Felder aus.",
      submit: "Senden",
      objection: "Noch nicht gesendet. Bitte berichtigen Sie die markierten Felder.",
      isMissing: "Bitte ausfüllen.",
      isUnchanged: "Dieser Wert wurde nicht angenommen: {{problem}}",
      isTooLong: "Höchstens {{max}} Zeichen sind möglich.",
      isUnreadable: "Das enthält ein Zeichen, das nicht gespeichert werden kann.",
      thanks: "Vielen Dank",
      thanksLead: "{{vendor}} hat Ihre Antwort. Sie können diese Seite schließen.",
      answered: "Schon beantwortet",
      answeredLead:
        "Nach diesen Angaben wird nicht mehr gefragt: Jemand hat sie gegeben, oder eine neuere Mail fragt nach anderen.",
    },
    password: {
      title: "Passwort setzen",
      lead: "Für das Konto von {{email}}.",
      password: "Neues Passwort",
      again: "Dasselbe Passwort noch einmal",
      hint: "Mindestens {{min}} Zeichen. Am besten einige Wörter, die Sie sich merken können.",
      submit: "Passwort setzen",
      objection: "Das Passwort ist noch nicht gesetzt. Bitte berichtigen Sie die markierten Felder.",
      isTooShort: "Es braucht mindestens {{min}} Zeichen.",
      isTooLong: "Höchstens {{max}} Zeichen sind möglich.",
      isAddress: "Ihre Adresse darf es nicht sein.",
      isDifferent: "Die beiden stimmen nicht überein.",
      done: "Das Passwort ist gesetzt",
      doneLead: "Ab jetzt melden Sie sich mit {{email}} und diesem Passwort an.",
      open: "Countersign öffnen",
    },
    invalid: "Dieser Link gilt nicht mehr",
    invalidLead:
      "Er wurde schon benutzt, ist abgelaufen oder nicht vollständig. Nehmen Sie den Link der neuesten Mail, oder bitten Sie den Absender um einen neuen.",
  },
};
