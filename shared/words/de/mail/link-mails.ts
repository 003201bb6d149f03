import type { englishLinkMails } from "../../en/mail/link-mails.ts";
import type { Translation } from "../../text.ts";

export const germanLinkMails = {
  inquiry: {
    subject: "{{vendor}} benötigt Angaben von {{account}}",
    lead: "Um {{account}} für {{product}} einzurichten, benötigt {{vendor}} die folgenden Angaben. Bitte füllen Sie das Formular bis {{until}} aus; eine Anmeldung ist nicht nötig.",
    link: "Formular ausfüllen",
    footer:
      "Countersign schreibt Ihnen, weil Sie als Kontakt von {{account}} angegeben sind. Jeder, der den Link hat, kann das Formular ausfüllen.",
  },
  invitation: {
    subject: "Ihr Konto bei {{organisation}}",
    lead: "{{inviter}} hat ein Konto für Sie angelegt. Legen Sie bis {{until}} ein Passwort fest; danach können Sie sich mit dieser Adresse anmelden.",
    link: "Passwort festlegen",
    footer:
      "Countersign schreibt Ihnen, weil jemand von {{organisation}} diese Adresse angegeben hat. Geben Sie den Link nicht weiter. Wenn Sie kein Konto erwarten, können Sie diese E-Mail ignorieren.",
  },
  reset: {
    subject: "Ein neues Passwort für Ihr Konto bei {{organisation}}",
    lead: "Für diese Adresse wurde ein neues Passwort angefordert. Legen Sie es bis {{until}} fest. Bis dahin gilt das alte weiter.",
    link: "Neues Passwort festlegen",
    footer:
      "Countersign schreibt Ihnen, weil diese Adresse zu einem Konto bei {{organisation}} gehört. Geben Sie den Link nicht weiter. Wenn Sie nichts angefordert haben, können Sie diese E-Mail ignorieren.",
  },
} as const satisfies Translation<typeof englishLinkMails>;
