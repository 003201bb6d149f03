import type { AcceptanceRefusalCode } from "#shared/engine/fulfilment/acceptance/refusals.ts";

import type { Sentence } from "../../sentence.ts";

/** What a check after acceptance found, and what can be done about it. */
export const germanAcceptanceSentences = {
  "approval-toggle-locked": {
    happened:
      "Die Freigabe lässt sich nicht umschalten, solange Sie mit Kreditkarte zahlen: Jede Bestellung braucht Ihre Freigabe.",
    next: "Mit Barzahlung oder Guthaben geht es wieder.",
  },
  "credit-insufficient": {
    happened: "Die Bestellung braucht {{needed}} Ihres Kredits, verfügbar sind nur {{available}}.",
    next: "Zahlen Sie an den Distributor, um Kredit frei zu machen, und nehmen Sie die Bestellung noch einmal an, oder stornieren Sie sie.",
  },
  "credit-currency-mismatch": {
    happened:
      "Die Bestellung ist in {{orderCurrency}}, Ihr Kredit in {{creditCurrency}}; beides lässt sich nicht vergleichen.",
    next: "Die Bestellung liegt beim Distributor. Bitten Sie um einen Preis in {{creditCurrency}} und nehmen Sie die Bestellung dann noch einmal an.",
  },
  "total-cost-unknown": {
    happened: "Es ist nicht bekannt, was die Bestellung kostet; deshalb findet sich kein Kredit dafür.",
    next: "Die Bestellung liegt beim Distributor. Bitten Sie um den Preis und nehmen Sie die Bestellung dann noch einmal an.",
  },
  "manual-execution-needed": {
    happened: "Dies muss der Distributor von Hand ausführen: {{products}}.",
    next: "Die ganze Bestellung liegt beim Distributor. Warten Sie auf ihn; die Bestellung zeigt, was ausgeführt ist.",
  },
  "payment-method-unsupported": {
    happened: "Ihre Zahlungsart unterstützt diesen Vorgang nicht.",
    next: "Bitte wenden Sie sich an Ihren Distributor.",
  },
  "gateway-refused": {
    happened: "Der Zahlungsdienst hat Versuch {{attempt}} abgelehnt: {{error}}.",
    next: "Es wurde nichts abgebucht, und die Bestellung bleibt offen. Nehmen Sie sie noch einmal an, oder fragen Sie die Bank Ihrer Karte.",
  },
  "gateway-unanswered": {
    happened: "Der Zahlungsdienst hat auf Versuch {{attempt}} nicht geantwortet.",
    next: "Die Bestellung bleibt offen. Nehmen Sie sie noch einmal an: Es wird dieselbe Abbuchung verlangt, also nichts doppelt bezahlt.",
  },
  "charged-amount-differs": {
    happened: "Für diese Bestellung wurden {{charged}} abgebucht, sie kostet aber {{totalCost}}.",
    next: "Bitten Sie den Distributor, die Abbuchung oder den Preis zu berichtigen; ein zweites Mal wird nicht abgebucht.",
  },
  "action-not-offered": {
    happened: "{{action}} ist nicht möglich, solange die Bestellung den Stand {{status}} hat.",
    next: "Öffnen Sie die Bestellung noch einmal, um ihren Stand zu sehen.",
  },
  "order-step-impossible": {
    happened: "Eine Bestellung mit dem Stand {{status}} kann den Schritt {{event}} nicht tun.",
    next: "Öffnen Sie die Bestellung noch einmal, um ihren Stand zu sehen.",
  },
  "approved-content-changed": {
    happened: "Die Bestellung ist nicht die, die freigegeben wurde: {{changed}} hat sich geändert.",
    next: "Reichen Sie die geänderte Bestellung zur Freigabe ein.",
  },
  "erp-step-impossible": {
    happened: "Eine Bestellung mit dem ERP-Stand {{erpStatus}} kann den Schritt {{event}} nicht tun.",
    next: "Sehen Sie im ERP nach, wo sie steht.",
  },
  "not-authorized-for-erp": {
    happened:
      "Die Bestellung hat den Genehmigungsstand {{authorization}}; das ERP darf den Schritt {{event}} nicht tun.",
    next: "Warten Sie, bis die Bestellung genehmigt ist.",
  },
} as const satisfies Record<AcceptanceRefusalCode, Sentence>;
