import type { englishTerms } from "../en/terms.ts";
import type { Translation } from "../text.ts";

/** Those that the German sentences name. */
export const germanTerms = {
  changed: { amount: "Betrag", items: "Positionen", recurrence: "Wiederholung", "cost-centre": "Kostenstelle" },
  error: { "no-gateway": "es ist kein Zahlungsdienst angebunden" },
} as const satisfies Partial<Translation<typeof englishTerms>>;
