import type { englishInquiryPage } from "../../en/pages/inquiry.ts";
import type { Translation } from "../../text.ts";

export const germanInquiryPage = {
  title: "Angaben von {{account}} für {{product}}",
  lead: "{{vendor}} benötigt diese Angaben. Bitte füllen Sie alle Felder aus.",
  submit: "Senden",
  objection: "Noch nicht gesendet. Bitte korrigieren Sie die markierten Felder.",
  isMissing: "Bitte ausfüllen.",
  isUnchanged: "Dieser Wert wurde nicht angenommen: {{problem}}",
  isTooLong: "Höchstens {{max}} Zeichen sind erlaubt.",
  isUnreadable: "Der Wert enthält ein Zeichen, das nicht gespeichert werden kann.",
  thanks: "Vielen Dank",
  thanksLead: "{{vendor}} hat Ihre Antwort. Sie können diese Seite schließen.",
  answered: "Bereits beantwortet",
  answeredLead:
    "Diese Angaben werden nicht mehr benötigt: Jemand hat sie bereits gemacht, oder eine neuere E-Mail fragt nach anderen.",
} as const satisfies Translation<typeof englishInquiryPage>;
