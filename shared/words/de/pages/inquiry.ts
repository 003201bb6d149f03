import type { englishInquiryPage } from "../../en/pages/inquiry.ts";
import type { Translation } from "../../text.ts";

export const germanInquiryPage = {
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
} as const satisfies Translation<typeof englishInquiryPage>;
