import type { englishConditions } from "../en/conditions.ts";
import type { Translation } from "../text.ts";

export const germanConditions = {
  "cost-centre": "Die Bestellung wird auf die Kostenstelle {{costCentre}} gebucht.",
  "spending-limit": "{{amount}} überschreiten das Ausgabenlimit von {{limit}} je Bestellung.",
  "spending-limit-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Ausgabenlimit von {{limit}} je Bestellung vergleichen: Die Währungen sind verschieden.",
  "authorizer-limit": "{{amount}} überschreiten das Limit von {{limit}}, ab dem diese Personen freigeben müssen.",
  "authorizer-limit-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Limit von {{limit}} vergleichen, ab dem diese Personen freigeben müssen: Die Währungen sind verschieden.",
  "requester-budget":
    "{{spent}} sind bereits ausgegeben; mit {{amount}} wird das {{period}} Budget der bestellenden Person von {{budget}} überschritten.",
  "requester-budget-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Budget der bestellenden Person ({{period}} {{budget}}) vergleichen: Die Währungen sind verschieden.",
  "cost-centre-budget":
    "{{spent}} sind bereits ausgegeben; mit {{amount}} wird das {{period}} Budget der Kostenstelle von {{budget}} überschritten.",
  "cost-centre-budget-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Budget der Kostenstelle ({{period}} {{budget}}) vergleichen: Die Währungen sind verschieden.",
  "recurring-order":
    "Die Bestellung wiederholt sich {{interval}}; jede wiederkehrende Bestellung muss freigegeben werden.",
  "amount-unknown": "Die Bestellung hat keinen Preis, deshalb muss jemand entscheiden.",
  "reseller-approval": "Jede Bestellung von {{customer}} muss der Reseller freigeben.",
  "credit-risk":
    "Zum Preis von {{partner}} überschreiten {{amount}} das Limit von {{limit}} in dessen Kreditrisikogruppe {{group}}.",
  "credit-risk-in-another-currency":
    "Der Preis von {{partner}}, {{amount}}, lässt sich nicht mit dem Limit von {{limit}} in dessen Kreditrisikogruppe {{group}} vergleichen: Die Währungen sind verschieden.",
  "credit-risk-of-every-order":
    "{{partner}} gibt jede Bestellung der Kreditrisikogruppe {{group}} frei; zu dessen Preis kostet diese {{amount}}.",
  "credit-risk-without-price":
    "{{partner}} gibt die Bestellungen der Kreditrisikogruppe {{group}} frei; diese hat keinen Preis.",
  "credit-risk-withheld": "Die Kreditrisikoeinstellungen von {{partner}} verlangen diese Freigabe.",
  withheld: "{{organisation}} verlangt diese Freigabe nach einer eigenen Regel.",
  "every-order": "Jede Bestellung braucht diese Freigabe.",
} as const satisfies Translation<typeof englishConditions>;
