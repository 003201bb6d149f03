import type { englishMailFrame } from "../../en/mail/frame.ts";
import type { Translation } from "../../text.ts";

export const germanMailFrame = {
  isMissing: "fehlt",
  reminder: { subject: "Bestellungen, die auf Sie warten: {{count}}", lead: "Die älteste wartet seit {{since}}." },
  facts: {
    order: "Bestellung",
    customer: "Kunde",
    amount: "Betrag",
    placed: "Bestellt am",
    reason: "Grund",
    why: "Warum Sie gefragt sind",
  },
  open: "Bestellung öffnen",
  openInbox: "Posteingang öffnen",
  unknownAmount: "Kein Preis",
  footer: "Countersign schreibt Ihnen, weil Sie an diesen Bestellungen beteiligt sind.",
} as const satisfies Translation<typeof englishMailFrame>;
