import type { ErrorCode } from "#shared/contract/errors.ts";

import type { Sentence } from "../../sentence.ts";

/** People, companies and policies. */
export const networkSentences = {
  "company-number-taken": {
    happened: "A company in this network already has the number {{externalId}}.",
    next: "Use another number, or change the company that has it.",
  },
  "seller-rules-locked": {
    happened: "Only the seller can change the rules that ask the seller.",
    next: "Leave these rules as they are, or ask the seller to change them.",
  },
  "policy-needed": {
    happened: "This policy is needed: companies without one of their own follow it.",
    next: "Change it instead.",
  },
  "address-taken": {
    happened: "The address {{email}} already belongs to somebody in this network.",
    next: "Use another address, or ask an administrator to change that person's rights.",
  },
  "role-misplaced": {
    happened: "Nobody at a {{kind}} can have the role {{role}}.",
    next: "Leave the role out, or move the person to an organisation that has it.",
  },
  "last-administrator": {
    happened: "{{person}} is the only administrator of the organisation.",
    next: "Make somebody else an administrator first.",
  },
  "organisation-unknown": {
    happened: "There is no organisation with the number {{externalId}}.",
    next: "Send the organisation's name with the order, or have it created first.",
  },
} as const satisfies Partial<Record<ErrorCode, Sentence>>;
