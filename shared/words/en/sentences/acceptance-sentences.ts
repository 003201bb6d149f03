import type { AcceptanceRefusalCode } from "#shared/engine/fulfilment/acceptance/refusals.ts";

import type { Sentence } from "../../sentence.ts";

/** The checks of acceptance, and the steps of an order's life cycle. W28 fixes the words about the payment method. */
export const acceptanceSentences = {
  "approval-toggle-locked": {
    happened: "Approval cannot be switched while you pay by credit card: every order needs your approval.",
    next: "It can be switched again once your payment method is cash or deposit.",
  },
  "credit-insufficient": {
    happened: "The order needs {{needed}} of your credit, but only {{available}} is available.",
    next: "Pay the distributor to free credit, then accept the order again, or cancel it.",
  },
  "credit-currency-mismatch": {
    happened: "The order is in {{orderCurrency}}, your credit in {{creditCurrency}}; they cannot be compared.",
    next: "The distributor has the order. Ask for a price in {{creditCurrency}}, then accept the order again.",
  },
  "total-cost-unknown": {
    happened: "The cost of the order is unknown, so it cannot be checked against your credit.",
    next: "The distributor has the order. Ask for its price, then accept the order again.",
  },
  "manual-execution-needed": {
    happened:
      "The distributor has to execute some products by hand ({{products}}), so the whole order was submitted to them.",
    next: "Wait for the distributor; the order shows what has been executed.",
  },
  "payment-method-unsupported": {
    happened: "Your payment method does not support this action.",
    next: "Please contact your distributor.",
  },
  "gateway-refused": {
    happened: "The payment gateway refused attempt {{attempt}}: {{error}}.",
    next: "Nothing was charged and the order stays pending. Accept it again, or ask the bank that issued your card.",
  },
  "gateway-unanswered": {
    happened: "The payment gateway did not answer attempt {{attempt}}.",
    next: "The order stays pending. Accept it again: the same charge is requested, so nothing is paid twice.",
  },
  "charged-amount-differs": {
    happened: "{{charged}} was charged for this order, but it costs {{totalCost}}.",
    next: "Ask the distributor to correct the charge or the price; no second charge is made.",
  },
  "action-not-offered": {
    happened: "{{action}} is not possible while the order is {{status}}.",
    next: "Open the order again to see where it stands.",
  },
  "order-step-impossible": {
    happened: "The step {{event}} is not possible for an order that is {{status}}.",
    next: "Open the order again to see where it stands.",
  },
  "approved-content-changed": {
    happened: "The order differs from what was approved: {{changed}} changed.",
    next: "Submit the changed order for approval.",
  },
  "erp-step-impossible": {
    happened: "The step {{event}} is not possible for an order that is {{erpStatus}} in the ERP.",
    next: "Look the order up in the ERP to see where it stands.",
  },
  "not-authorized-for-erp": {
    happened: "The order's authorization is {{authorization}}, so the ERP must not take the step {{event}}.",
    next: "Wait until the authorizers approve the order.",
  },
} as const satisfies Record<AcceptanceRefusalCode, Sentence>;
