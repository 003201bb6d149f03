import type { englishPasswordPage } from "../../en/pages/password.ts";
import type { Translation } from "../../text.ts";

export const germanPasswordPage = {
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
} as const satisfies Translation<typeof englishPasswordPage>;
