import type { englishTerms } from "../en/terms.ts";
import type { Translation } from "../text.ts";

/** Those that the German sentences name. */
export const germanTerms = {
  changed: { amount: "Betrag", items: "Positionen", recurrence: "Wiederholung", "cost-centre": "Kostenstelle" },
  error: { "no-gateway": "kein Zahlungsdienst ist angebunden" },
} as const satisfies Partial<Translation<typeof englishTerms>>;
