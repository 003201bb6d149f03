import type { AcceptanceRefusalCode } from "#shared/engine/fulfilment/acceptance/refusals.ts";

import type { Sentence } from "../../sentence.ts";

/** What the checks of acceptance found, and what to do next. */
export const germanAcceptanceSentences = {
  "approval-toggle-locked": {
    happened:
      "Die Freigabe lässt sich nicht ein- oder ausschalten, solange Sie mit Kreditkarte zahlen: Jede Bestellung braucht Ihre Freigabe.",
    next: "Sie lässt sich wieder umschalten, sobald Ihre Zahlungsart Barzahlung oder Guthaben ist.",
  },
  "credit-insufficient": {
    happened: "Die Bestellung benötigt {{needed}} Ihres Kreditrahmens, verfügbar sind nur {{available}}.",
    next: "Zahlen Sie an den Distributor, um Ihren Kreditrahmen zu entlasten, und nehmen Sie die Bestellung dann erneut an, oder stornieren Sie sie.",
  },
  "credit-currency-mismatch": {
    happened:
      "Die Bestellung lautet auf {{orderCurrency}}, Ihr Kreditrahmen auf {{creditCurrency}}; beides lässt sich nicht vergleichen.",
    next: "Die Bestellung liegt beim Distributor. Bitten Sie um einen Preis in {{creditCurrency}}, und nehmen Sie die Bestellung dann erneut an.",
  },
  "total-cost-unknown": {
    happened:
      "Die Kosten der Bestellung sind unbekannt und lassen sich deshalb nicht mit Ihrem Kreditrahmen abgleichen.",
    next: "Die Bestellung liegt beim Distributor. Bitten Sie um den Preis, und nehmen Sie die Bestellung dann erneut an.",
  },
  "manual-execution-needed": {
    happened:
      "Der Distributor muss einige Produkte manuell ausführen ({{products}}); deshalb liegt die ganze Bestellung bei ihm.",
    next: "Warten Sie auf den Distributor; die Bestellung zeigt, was bereits ausgeführt ist.",
  },
  "payment-method-unsupported": {
    happened: "Ihre Zahlungsart unterstützt diesen Vorgang nicht.",
    next: "Bitte wenden Sie sich an Ihren Distributor.",
  },
  "gateway-refused": {
    happened: "Der Zahlungsdienst hat Versuch {{attempt}} abgelehnt: {{error}}.",
    next: "Es wurde nichts abgebucht, und die Bestellung bleibt offen. Nehmen Sie sie erneut an, oder wenden Sie sich an die Bank, die Ihre Karte ausgestellt hat.",
  },
  "gateway-unanswered": {
    happened: "Der Zahlungsdienst hat auf Versuch {{attempt}} nicht geantwortet.",
    next: "Die Bestellung bleibt offen. Nehmen Sie sie erneut an: Es wird dieselbe Abbuchung angefordert, also wird nichts doppelt bezahlt.",
  },
  "charged-amount-differs": {
    happened: "Für diese Bestellung wurden {{charged}} abgebucht, sie kostet aber {{totalCost}}.",
    next: "Bitten Sie den Distributor, die Abbuchung oder den Preis zu korrigieren; ein zweites Mal wird nicht abgebucht.",
  },
  "action-not-offered": {
    happened: "{{action}} ist nicht möglich, solange die Bestellung den Status {{status}} hat.",
    next: "Öffnen Sie die Bestellung erneut, um ihren Status zu sehen.",
  },
  "order-step-impossible": {
    happened: "Der Schritt {{event}} ist für eine Bestellung mit dem Status {{status}} nicht möglich.",
    next: "Öffnen Sie die Bestellung erneut, um ihren Status zu sehen.",
  },
  "approved-content-changed": {
    happened: "Die Bestellung weicht von der freigegebenen ab. Geändert wurde: {{changed}}.",
    next: "Reichen Sie die geänderte Bestellung zur Freigabe ein.",
  },
  "erp-step-impossible": {
    happened: "Der Schritt {{event}} ist für eine Bestellung mit dem ERP-Status {{erpStatus}} nicht möglich.",
    next: "Prüfen Sie den Status der Bestellung im ERP.",
  },
  "not-authorized-for-erp": {
    happened:
      "Die Bestellung hat den Freigabestatus {{authorization}}; das ERP darf den Schritt {{event}} nicht ausführen.",
    next: "Warten Sie, bis die Bestellung freigegeben ist.",
  },
} as const satisfies Record<AcceptanceRefusalCode, Sentence>;
