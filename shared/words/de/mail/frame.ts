import type { englishMailFrame } from "../../en/mail/frame.ts";
import type { Translation } from "../../text.ts";

export const germanMailFrame = {
  isMissing: "fehlt",
  reminder: { subject: "Bestellungen, die auf Sie warten: {{count}}", lead: "Die älteste wartet seit {{since}}." },
  facts: {
    order: "Bestellung",
    customer: "Kunde",
    amount: "Betrag",
    placed: "Bestellt",
    reason: "Grund",
    why: "Warum Sie",
  },
  open: "Bestellung öffnen",
  openInbox: "Posteingang öffnen",
  unknownAmount: "Ohne Preis",
  footer: "Countersign schreibt Ihnen wegen Ihrer Rolle bei diesen Bestellungen.",
} as const satisfies Translation<typeof englishMailFrame>;
