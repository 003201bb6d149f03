import type { englishInvalidLink } from "../../en/pages/invalid-link.ts";
import type { Translation } from "../../text.ts";

export const germanInvalidLink = {
  title: "Dieser Link gilt nicht mehr",
  lead: "Er wurde schon benutzt, ist abgelaufen oder nicht vollständig. Nehmen Sie den Link der neuesten Mail, oder bitten Sie den Absender um einen neuen.",
} as const satisfies Translation<typeof englishInvalidLink>;
