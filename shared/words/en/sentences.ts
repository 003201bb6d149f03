import { acceptanceSentences } from "./acceptance-sentences.ts";
import { accountSentences } from "./account-sentences.ts";
import { creditRiskSentences } from "./credit-risk-sentences.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";
import { prorationSentences } from "./proration-sentences.ts";
import type { Sentence } from "../sentence.ts";
import { subscriptionSentences } from "./subscription-sentences.ts";
import { tierSentences } from "./tier-sentences.ts";

/** What happened and what to do next, for every code of the closed list. */
export const sentences: Record<ErrorCode, Sentence> = {
  ...accountSentences,
  ...acceptanceSentences,
  ...creditRiskSentences,
  ...subscriptionSentences,
  ...prorationSentences,
  ...tierSentences,
  "no-approver": {
    happened: "Nobody may approve this order in the role {{role}}.",
    next: "Ask an administrator to name at least one active person for this role, then submit the order again.",
  },
  "order-not-pending": {
    happened: "The order is not waiting for a decision; its status is {{status}}.",
    next: "Read the order's stages to see what happened to it.",
  },
  "stage-unknown": {
    happened: "The order has no such approval stage.",
    next: "Open the order again and decide on the stage that is shown there.",
  },
  "stage-not-open": {
    happened: "This stage is not open yet: an earlier stage has not been decided.",
    next: "Wait until the earlier stage is approved; the order then comes to your inbox.",
  },
  "not-a-candidate": {
    happened: "This stage does not ask you.",
    next: "If you should decide on such orders, ask an administrator to add you to the approval policy.",
  },
  "own-order": {
    happened: "You placed this order yourself, and your policy forbids approving one's own orders.",
    next: "Another person of this stage has to decide.",
  },
  "already-decided": {
    happened: "{{person}} already decided this stage: {{outcome}} on {{at}}.",
    next: "If you disagree, cancel that authorization on the order and decide again.",
  },
  "already-decided-by-you": {
    happened: "You already decided this stage: {{outcome}} on {{at}}.",
    next: "To decide otherwise, cancel your authorization on the order first.",
  },
  "reason-required": {
    happened: "A rejection needs a reason.",
    next: "Write why you reject the order, then reject it again.",
  },
  "item-unknown": {
    happened: "The order has no item {{item}} that is being provisioned.",
    next: "Name the items by the ids of the order's lines.",
  },
  "delegation-of-another": {
    happened: "Only {{person}} or an administrator of their organisation may arrange who stands in for them.",
    next: "Ask them or an administrator.",
  },
  "document-changed": {
    happened: "It was changed in the meantime: you saw revision {{seen}}, and now it is {{current}}.",
    next: "Look at it again, then decide anew.",
  },
  "link-not-valid": {
    happened: "This link is not valid, or not any more.",
    next: "Use the link of the newest mail, or ask whoever sent it for a new one.",
  },
  "sign-in-refused": {
    happened: "The address and the password do not belong together, or the account is not active.",
    next: "Check both. If you have not set a password yet, use the link in the mail that you got.",
  },
  "password-missing": {
    happened: "This server asks for a password.",
    next: "Type the password of {{email}} and sign in.",
  },
  "another-person": {
    happened: "The server knows another person by {{email}} now.",
    next: "Sign out and sign in again. What waits to be sent is kept on this device.",
  },
  "company-number-taken": {
    happened: "A company of this network has the number {{externalId}} already.",
    next: "Use another number, or change the company that has it.",
  },
  "seller-rules-locked": {
    happened: "Rules that ask those who sell to the company are theirs to change.",
    next: "Leave these rules as they are, or ask the seller to change them.",
  },
  "policy-needed": {
    happened: "Companies without a policy of their own follow this one.",
    next: "Change it instead.",
  },
  "address-taken": {
    happened: "The address {{email}} belongs to somebody in this network already.",
    next: "Use another address, or ask an administrator to change that person's rights.",
  },
  "subscription-unknown": {
    happened: "The customer has no subscription {{id}} that you may change.",
    next: "Name a subscription of this customer by its id.",
  },
  "subscription-over": {
    happened: "The subscription is {{status}}.",
    next: "Place a new order to begin another one.",
  },
  "subscription-changed": {
    happened: "The subscription was changed meanwhile; version {{version}} is in force.",
    next: "Read it again and make the change on what is in force now.",
  },
  "change-without-difference": {
    happened: "The order changes nothing about the subscription.",
    next: "Send what shall be different from now on.",
  },
  "role-misplaced": {
    happened: "Nobody of a {{kind}} can have the role {{role}}.",
    next: "Leave the role out, or move the person to an organisation that has it.",
  },
  "last-administrator": {
    happened: "{{person}} is the only administrator of the organisation.",
    next: "Make somebody else an administrator first.",
  },
  "comment-missing": {
    happened: "There is no comment yet.",
    next: "Write one, or cancel.",
  },
  "reason-not-accepted": {
    happened: "The policy of this order records no reasons.",
    next: "Reject the order without a reason.",
  },
  "decision-unknown": {
    happened: "The order has no such decision.",
    next: "Open the order again and cancel a decision that is shown there.",
  },
  "decision-already-reversed": {
    happened: "{{person}} already cancelled this decision on {{at}}.",
    next: "The stage is open again; decide anew if it asks you.",
  },
  "later-stage-decided": {
    happened: "{{person}} decided a later stage on {{at}}, relying on this decision.",
    next: "Ask that person to cancel their authorization first, then cancel this one.",
  },
  "erp-moved-on": {
    happened: "The order is already {{erpStatus}} in the ERP, so the decision can no longer be cancelled.",
    next: "Ask the seller to stop or return the order.",
  },
  "fulfilment-started": {
    happened: "The order is {{status}}: its products are already provided, so the decision can no longer be cancelled.",
    next: "Ask the seller to stop or return the order.",
  },
  "order-cancelled": {
    happened: "The order was cancelled and ends here; its approvals are not taken back any more.",
    next: "If it is still wanted, it has to be placed again.",
  },
  "payment-requested": {
    happened: "A card was charged for this order, or may have been, so it can no longer be taken back.",
    next: "Accept the order to learn what the gateway says; ask the distributor to pay the money back.",
  },
  "subscription-went-on": {
    happened: "The subscription that this order changes was changed, is being changed or is over by now.",
    next: "Leave this order as it is, and place a new one for the change.",
  },
  "reversal-forbidden": {
    happened: "The policy of this order does not let a decision be cancelled.",
    next: "Ask the seller to stop or return the order.",
  },
  "delegation-not-in-force": {
    happened: "You stand in for {{person}} from {{validFrom}} to {{validUntil}}, not now.",
    next: "Decide within that time, or ask {{person}} to change it.",
  },
  "delegation-to-oneself": {
    happened: "Nobody can stand in for themselves.",
    next: "Name another person.",
  },
  "delegation-malformed": {
    happened: "The end of the delegation, {{validUntil}}, is not after its start, {{validFrom}}.",
    next: "Choose an end after the start.",
  },
  "command-type-unknown": {
    happened: "The server does not know the action {{type}}.",
    next: "The server may be older than this application. Ask your administrator to update it, then decide again.",
  },
  "command-malformed": {
    happened: "The decision could not be read: {{path}} {{problem}}.",
    next: "Decide again on the order. If it happens again, report it with this sentence.",
  },
  "text-too-long": {
    happened: "The text has {{actual}} characters; at most {{max}} are possible.",
    next: "Shorten it and send it again.",
  },
  "order-unknown": {
    happened: "The server has no such order for you.",
    next: "It may have been withdrawn, or you may no longer be responsible for it. Ask the requester.",
  },
  "actor-mismatch": {
    happened: "The decision was made as another person than the one who is signed in.",
    next: "Sign in as the person who made the decision.",
  },
  "earlier-command-missing": {
    happened:
      "An earlier decision of this device never arrived, and after {{days}} days this one no longer waits for it.",
    next: "Look at the order as it is now and decide again.",
  },
  "device-of-another-person": {
    happened: "The decision comes from a device that is registered for another person.",
    next: "Sign out and in again on this device, then decide again.",
  },
  "local-store-full": {
    happened: "Nothing new can be kept: there is no space left on the disk.",
    next: "Free some disk space and try again. Everything kept before is safe.",
  },
  "local-store-read-only": {
    happened: "Nothing new can be kept: the data folder cannot be written.",
    next: "Give your user the right to write to the data folder and try again. Everything kept before is safe.",
  },
  "local-store-locked": {
    happened: "Another Countersign uses this data. {{detail}}",
    next: "Close the other one, or choose another folder with --data.",
  },
  "local-store-damaged": {
    happened: "The local data file is damaged.",
    next: "Restart Countersign; it sets the file aside and loads the orders again.",
  },
  "local-store-recovered": {
    happened:
      "The local data file was damaged. {{rescued}} of your decisions that were still to be sent could be read from it and are sent now; everything else is loaded again.",
    next: "Look into the outbox for decisions that are missing and make them again. The damaged file was kept as {{file}}.",
  },
  "local-store-key-missing": {
    happened: "The local data is encrypted, and this computer does not give the key to it. {{detail}}",
    next: "Unlock the key store of your computer and start Countersign again. If the key is gone for good, move this file away; everything that was sent is loaded again.",
  },
  "local-store-not-encrypted": {
    happened: "The local data is not encrypted, because this program has no key store here.",
    next: "Use the desktop application, or encrypt the disk.",
  },
  "signed-in-already": { happened: "Somebody is signed in.", next: "Sign out first." },
  "not-signed-in": { happened: "Nobody is signed in.", next: "Choose a person on the start page." },
  "person-unknown": {
    happened: "The server knows no active person with the address {{email}}.",
    next: "Check the address, or ask your administrator for an account.",
  },
  "session-refused": {
    happened: "The server did not accept your session.",
    next: "Sign in again. Your waiting decisions are kept and will be sent.",
  },
  "server-unreachable": {
    happened: "The server cannot be reached.",
    next: "Go on working; your decisions are kept and sent when the connection is back.",
  },
  offline: {
    happened: "There is no connection to the server.",
    next: "Try again when you are online.",
  },
  "no-answer": {
    happened: "The server did not answer.",
    next: "Try again. If you changed something, look first whether the change was made.",
  },
  cancelled: {
    happened: "This was left before the server answered.",
    next: "If you changed something, look whether the change was made.",
  },
  "server-address-unusable": {
    happened: "Countersign cannot use the address {{address}}.",
    next: "Type an address that begins with https://. Only a server on this computer may begin with http://.",
  },
  "server-unknown": {
    happened: "There is no Countersign server at {{address}}.",
    next: "Check the address, or ask your administrator for it.",
  },
  "server-failed": {
    happened: "The server answered with an error (status {{status}}).",
    next: "Go on working; your decisions are kept and sent again. If it lasts, tell your administrator.",
  },
  "database-unavailable": {
    happened: "The server could not reach its database in time.",
    next: "Try again in {{seconds}} seconds. What you sent may have been done; the same request with the same idempotency key is not done twice.",
  },
  "client-too-old": {
    happened: "This version of Countersign is too old for the server.",
    next: "Install the current version. Your waiting decisions are kept and will be sent then.",
  },
  "server-too-old": {
    happened: "The server is too old for this version of Countersign.",
    next: "Ask your administrator to update the server. Your waiting decisions are kept and will be sent then.",
  },
  "newer-kind": {
    happened:
      "A part of this order that a decision depends on is of a newer kind, which this version of Countersign does not know.",
    next: "Update Countersign to see it, then decide.",
  },
  "newer-program-needed": {
    happened:
      "Whoever decides this order has something to do that the version of Countersign it was decided with does not know.",
    next: "Update Countersign, then decide.",
  },
  "epoch-changed": {
    happened: "The server was restored from a backup or set up anew.",
    next: "Wait until all orders have been loaded again.",
  },
  "request-malformed": {
    happened: "The request does not fit: {{path}} {{problem}}.",
    next: "Correct the named field and send the request again.",
  },
  "request-unknown": {
    happened: "There is no {{name}}.",
    next: "Check the address or the name.",
  },
  "request-too-large": {
    happened: "The request is larger than {{max}} bytes.",
    next: "Send it in smaller parts.",
  },
  "answer-too-large": {
    happened: "The server answered with more than can be shown at once.",
    next: "Narrow down what you ask for.",
  },
  "not-allowed": {
    happened: "Your role does not allow this.",
    next: "Ask an administrator for the right.",
  },
  "right-missing": {
    happened: "This needs the right {{right}}.",
    next: "Ask an administrator for a role or an API key that has it.",
  },
  "key-not-accepted": {
    happened: "An API key is not accepted here.",
    next: "Call this as a signed-in person.",
  },
  "idempotency-key-reused": {
    happened: "This idempotency key came with another request before.",
    next: "Send a new key with each new request, and the same one only to repeat a request.",
  },
  "request-in-progress": {
    happened: "The same request is being worked on.",
    next: "Wait a moment and repeat it with the same idempotency key.",
  },
  "too-many-requests": {
    happened: "There were more requests than the server takes from one caller.",
    next: "Wait {{seconds}} seconds and try again; nothing of the refused request was done.",
  },
  "method-not-allowed": {
    happened: "This address does not take {{method}}, only {{allowed}}.",
    next: "Check the method.",
  },
  "not-found": {
    happened: "There is nothing here for you.",
    next: "Check the address; what you look for may have been withdrawn.",
  },
  "organisation-unknown": {
    happened: "There is no organisation with the number {{externalId}}.",
    next: "Send the organisation's name with the order, or have it created first.",
  },
  "currency-mismatch": {
    happened: "The order mixes {{left}} and {{right}}.",
    next: "Send one order per currency.",
  },
  "amount-negative": {
    happened: "The order would cost {{total}}, which is less than nothing.",
    next: "Send discounts with what they are given on, so that no total is negative.",
  },
  "amount-too-large": {
    happened: "An amount of the order is too large to be stored exactly.",
    next: "Check quantity and price, or split the order.",
  },
  "external-id-taken": {
    happened: "Your organisation sent another order as {{externalId}} before: it is the order {{number}}.",
    next: "Send this one under an id of its own.",
  },
  "order-number-taken": {
    happened: "There is already an order with the number {{number}}.",
    next: "Send the order with another number, or without one to have it numbered.",
  },
  unexpected: {
    happened: "Something went wrong that should not have.",
    next: "Try again. If it happens again, report it with the time and what you did.",
  },
};
