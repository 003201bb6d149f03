import type { englishInvalidLink } from "../../en/pages/invalid-link.ts";
import type { Translation } from "../../text.ts";

export const germanInvalidLink = {
  title: "Dieser Link ist nicht mehr gültig",
  lead: "Er wurde bereits benutzt, ist abgelaufen oder unvollständig. Verwenden Sie den Link in der neuesten E-Mail, oder bitten Sie den Absender um einen neuen.",
} as const satisfies Translation<typeof englishInvalidLink>;
