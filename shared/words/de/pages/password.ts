import type { englishPasswordPage } from "../../en/pages/password.ts";
import type { Translation } from "../../text.ts";

export const germanPasswordPage = {
  title: "Passwort festlegen",
  lead: "Für das Konto von {{email}}.",
  password: "Neues Passwort",
  again: "Passwort wiederholen",
  hint: "Mindestens {{min}} Zeichen. Am besten einige Wörter, die Sie sich merken können.",
  submit: "Passwort festlegen",
  objection: "Das Passwort ist noch nicht festgelegt. Bitte korrigieren Sie die markierten Felder.",
  isTooShort: "Das Passwort muss mindestens {{min}} Zeichen haben.",
  isTooLong: "Höchstens {{max}} Zeichen sind erlaubt.",
  isAddress: "Das Passwort darf nicht Ihre E-Mail-Adresse sein.",
  isDifferent: "Die beiden Passwörter stimmen nicht überein.",
  done: "Das Passwort ist festgelegt",
  doneLead: "Ab jetzt können Sie sich mit {{email}} und diesem Passwort anmelden.",
  open: "Countersign öffnen",
} as const satisfies Translation<typeof englishPasswordPage>;
