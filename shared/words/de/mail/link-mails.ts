import type { englishLinkMails } from "../../en/mail/link-mails.ts";
import type { Translation } from "../../text.ts";

export const germanLinkMails = {
  inquiry: {
    subject: "{{vendor}} braucht Angaben von {{account}}",
    lead: "Um {{account}} für {{product}} einzurichten, braucht {{vendor}} die folgenden Angaben. Bitte füllen Sie das Formular bis {{until}} aus; eine Anmeldung ist nicht nötig.",
    link: "Formular ausfüllen",
    footer:
      "Countersign schreibt Ihnen, weil Sie als Kontakt von {{account}} genannt sind. Wer den Link hat, kann das Formular ausfüllen.",
  },
  invitation: {
    subject: "Ihr Konto bei {{organisation}}",
    lead: "{{inviter}} hat ein Konto für Sie angelegt. Setzen Sie bis {{until}} das Passwort; danach melden Sie sich mit dieser Adresse an.",
    link: "Passwort setzen",
    footer:
      "Countersign schreibt Ihnen, weil jemand von {{organisation}} diese Adresse angegeben hat. Geben Sie den Link nicht weiter. Wenn Sie kein Konto erwarten, tun Sie nichts.",
  },
  reset: {
    subject: "Ein neues Passwort für Ihr Konto bei {{organisation}}",
    lead: "Für diese Adresse wurde ein neues Passwort angefordert. Setzen Sie es bis {{until}}. Solange Sie das nicht tun, gilt das alte weiter.",
    link: "Neues Passwort setzen",
    footer:
      "Countersign schreibt Ihnen, weil Sie sich mit dieser Adresse bei {{organisation}} anmelden. Geben Sie den Link nicht weiter. Wenn Sie nichts angefordert haben, tun Sie nichts.",
  },
} as const satisfies Translation<typeof englishLinkMails>;
