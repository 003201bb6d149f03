import type { englishConditions } from "../en/conditions.ts";
import type { Translation } from "../text.ts";

export const germanConditions = {
  "cost-centre": "Die Bestellung geht auf die Kostenstelle {{costCentre}}.",
  "spending-limit": "{{amount}} überschreiten das Ausgabenlimit von {{limit}} je Bestellung.",
  "spending-limit-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Ausgabenlimit von {{limit}} je Bestellung vergleichen: Die Währungen sind verschieden.",
  "authorizer-limit": "{{amount}} überschreiten die Grenze von {{limit}}, ab der diese Personen zustimmen müssen.",
  "authorizer-limit-in-another-currency":
    "{{amount}} lassen sich nicht mit der Grenze von {{limit}} vergleichen, ab der diese Personen zustimmen müssen: Die Währungen sind verschieden.",
  "requester-budget":
    "{{spent}} sind ausgegeben; mit {{amount}} wird das {{period}} Budget der bestellenden Person von {{budget}} überschritten.",
  "requester-budget-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Budget der bestellenden Person ({{period}} {{budget}}) vergleichen: Die Währungen sind verschieden.",
  "cost-centre-budget":
    "{{spent}} sind ausgegeben; mit {{amount}} wird das {{period}} Budget der Kostenstelle von {{budget}} überschritten.",
  "cost-centre-budget-in-another-currency":
    "{{amount}} lassen sich nicht mit dem Budget der Kostenstelle ({{period}} {{budget}}) vergleichen: Die Währungen sind verschieden.",
  "recurring-order":
    "Die Bestellung wiederholt sich {{interval}}; jede wiederkehrende Bestellung gibt eine Person frei.",
  "amount-unknown": "Die Bestellung hat keinen Preis, deshalb entscheidet eine Person.",
  "reseller-approval": "Jede Bestellung von {{customer}} gibt der Reseller frei.",
  "credit-risk":
    "Zum Preis von {{partner}} überschreiten {{amount}} die Grenze von {{limit}} in dessen Kreditrisikogruppe {{group}}.",
  "credit-risk-in-another-currency":
    "Der Preis von {{partner}}, {{amount}}, lässt sich nicht mit der Grenze von {{limit}} in dessen Kreditrisikogruppe {{group}} vergleichen: Die Währungen sind verschieden.",
  "credit-risk-of-every-order":
    "{{partner}} gibt jede Bestellung der Kreditrisikogruppe {{group}} frei; zu dessen Preis kostet diese {{amount}}.",
  "credit-risk-without-price":
    "{{partner}} gibt die Bestellungen der Kreditrisikogruppe {{group}} frei; diese hat keinen Preis.",
  "credit-risk-withheld": "{{partner}} gibt diese Bestellung nach eigenen Kreditrisikoeinstellungen frei.",
  withheld: "{{organisation}} verlangt diese Freigabe nach einer eigenen Regel.",
  "every-order": "In dieser Funktion wird jede Bestellung freigegeben.",
} as const satisfies Translation<typeof englishConditions>;
