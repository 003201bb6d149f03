import type { BudgetPeriod } from "@countersign/shared/domain/approval-flow.ts";
import type { IntervalUnit } from "@countersign/shared/domain/interval.ts";
import { intervalParts } from "@countersign/shared/domain/interval.ts";
import type { AcceptanceRefusalCode } from "@countersign/shared/engine/fulfilment/acceptance/refusals.ts";
import type { ConditionTemplate } from "@countersign/shared/engine/approval/condition-templates.ts";

/** Why a stage exists, in German; the figures are those of the English sentences. */
export const germanConditions: Readonly<Record<ConditionTemplate, string>> = {
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
};

/** What a check after acceptance found, in German, and what can be done about it. */
export const germanStops: Readonly<Record<AcceptanceRefusalCode, string>> = {
  "approval-toggle-locked":
    "Die Freigabe lässt sich nicht umschalten, solange Sie mit Kreditkarte zahlen: Jede Bestellung braucht Ihre Freigabe. Mit Barzahlung oder Guthaben geht es wieder.",
  "credit-insufficient":
    "Die Bestellung braucht {{needed}} Ihres Kredits, verfügbar sind nur {{available}}. Zahlen Sie an den Distributor, um Kredit frei zu machen, und nehmen Sie die Bestellung noch einmal an, oder stornieren Sie sie.",
  "credit-currency-mismatch":
    "Die Bestellung ist in {{orderCurrency}}, Ihr Kredit in {{creditCurrency}}; beides lässt sich nicht vergleichen. Die Bestellung liegt beim Distributor. Bitten Sie um einen Preis in {{creditCurrency}} und nehmen Sie die Bestellung dann noch einmal an.",
  "total-cost-unknown":
    "Es ist nicht bekannt, was die Bestellung kostet; deshalb findet sich kein Kredit dafür. Die Bestellung liegt beim Distributor. Bitten Sie um den Preis und nehmen Sie die Bestellung dann noch einmal an.",
  "manual-execution-needed":
    "Dies muss der Distributor von Hand ausführen: {{products}}. Die ganze Bestellung liegt beim Distributor. Warten Sie auf ihn; die Bestellung zeigt, was ausgeführt ist.",
  "payment-method-unsupported":
    "Ihre Zahlungsart unterstützt diesen Vorgang nicht. Bitte wenden Sie sich an Ihren Distributor.",
  "gateway-refused":
    "Der Zahlungsdienst hat Versuch {{attempt}} abgelehnt: {{error}}. Es wurde nichts abgebucht, und die Bestellung bleibt offen. Nehmen Sie sie noch einmal an, oder fragen Sie die Bank Ihrer Karte.",
  "gateway-unanswered":
    "Der Zahlungsdienst hat auf Versuch {{attempt}} nicht geantwortet. Die Bestellung bleibt offen. Nehmen Sie sie noch einmal an: Es wird dieselbe Abbuchung verlangt, also nichts doppelt bezahlt.",
  "charged-amount-differs":
    "Für diese Bestellung wurden {{charged}} abgebucht, sie kostet aber {{totalCost}}. Bitten Sie den Distributor, die Abbuchung oder den Preis zu berichtigen; ein zweites Mal wird nicht abgebucht.",
  "action-not-offered":
    "{{action}} ist nicht möglich, solange die Bestellung den Stand {{status}} hat. Öffnen Sie die Bestellung noch einmal, um ihren Stand zu sehen.",
  "order-step-impossible":
    "Eine Bestellung mit dem Stand {{status}} kann den Schritt {{event}} nicht tun. Öffnen Sie die Bestellung noch einmal, um ihren Stand zu sehen.",
  "approved-content-changed":
    "Die Bestellung ist nicht die, die freigegeben wurde: {{changed}} hat sich geändert. Reichen Sie die geänderte Bestellung zur Freigabe ein.",
  "erp-step-impossible":
    "Eine Bestellung mit dem ERP-Stand {{erpStatus}} kann den Schritt {{event}} nicht tun. Sehen Sie im ERP nach, wo sie steht.",
  "not-authorized-for-erp":
    "Die Bestellung hat den Genehmigungsstand {{authorization}}; das ERP darf den Schritt {{event}} nicht tun. Warten Sie, bis die Bestellung genehmigt ist.",
};

/** A budget's period as it stands before the word. */
export const germanPeriods: Readonly<Record<BudgetPeriod, string>> = {
  weekly: "wöchentliche",
  monthly: "monatliche",
  quarterly: "vierteljährliche",
  "half-yearly": "halbjährliche",
  yearly: "jährliche",
  fixed: "feste",
};

const each: Readonly<Record<IntervalUnit, string>> = {
  year: "jedes Jahr",
  month: "jeden Monat",
  week: "jede Woche",
  day: "jeden Tag",
};

/** An ISO 8601 interval in German: "jeden Monat", "alle 3 Wochen", "alle 1 Jahr und 6 Monate". */
export const germanInterval = (interval: string): string => {
  const parts = intervalParts(interval);
  const [only] = parts;
  if (parts.length === 1 && only?.count === 1) return each[only.unit];
  const counted = parts.map(({ unit, count }) =>
    new Intl.NumberFormat("de", { style: "unit", unit, unitDisplay: "long" }).format(count),
  );
  return `alle ${counted.join(" und ")}`;
};
