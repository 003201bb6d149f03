import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../sentence.ts";
import { acceptanceSentences } from "./sentences/acceptance-sentences.ts";
import { accountSentences } from "./sentences/account-sentences.ts";
import { commandSentences } from "./sentences/command-sentences.ts";
import { connectionSentences } from "./sentences/connection-sentences.ts";
import { creditRiskSentences } from "./sentences/credit-risk-sentences.ts";
import { decisionSentences } from "./sentences/decision-sentences.ts";
import { delegationSentences } from "./sentences/delegation-sentences.ts";
import { localStoreSentences } from "./sentences/local-store-sentences.ts";
import { networkSentences } from "./sentences/network-sentences.ts";
import { placedOrderSentences } from "./sentences/placed-order-sentences.ts";
import { prorationSentences } from "./sentences/proration-sentences.ts";
import { requestSentences } from "./sentences/request-sentences.ts";
import { reversalSentences } from "./sentences/reversal-sentences.ts";
import { sessionSentences } from "./sentences/session-sentences.ts";
import { subscriptionSentences } from "./sentences/subscription-sentences.ts";
import { tierSentences } from "./sentences/tier-sentences.ts";

/** What happened and what to do next, for every code of the closed list. */
export const sentences = {
  ...acceptanceSentences,
  ...accountSentences,
  ...commandSentences,
  ...connectionSentences,
  ...creditRiskSentences,
  ...decisionSentences,
  ...delegationSentences,
  ...localStoreSentences,
  ...networkSentences,
  ...placedOrderSentences,
  ...prorationSentences,
  ...requestSentences,
  ...reversalSentences,
  ...sessionSentences,
  ...subscriptionSentences,
  ...tierSentences,
} as const satisfies Record<ErrorCode, Sentence>;
