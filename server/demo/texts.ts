/** Requesters' notes on orders. */
export const notes: readonly string[] = [
  "Needed before the new branch opens; delivery to the back entrance, please.",
  "Replaces the devices that were returned in spring.",
  "Two people start next month and need a complete workplace.",
  "The old contract ends soon, this one is cheaper per seat.",
  "Same as last quarter, plus five seats for the summer staff.",
  "Please keep the delivery together; the storeroom is small.",
  "Agreed with the head of finance on the phone.",
  "The offer is valid until the end of the month.",
  "For the winter season; can be cancelled monthly.",
  "Quote 2231-B is attached to the ticket.",
];

/** Why orders are rejected. */
export const rejectionReasons: readonly string[] = [
  "Not in this quarter's budget. Please order again in the next one.",
  "We already have unused licences of this product; take those first.",
  "The price is above the framework agreement. Ask for a new quote.",
  "Wrong cost centre: this belongs to another department.",
  "The quantity looks like a typing error. Please check and order again.",
  "A cheaper model does the same. See the approved list.",
  "Duplicate of an order that was placed last week.",
];

/** Why decisions are reversed. */
export const reversalReasons: readonly string[] = [
  "Decided on the wrong order.",
  "The requester sent the missing quote.",
  "The budget was corrected this morning.",
  "I overlooked the second page of the offer.",
];

/** What approvers sometimes add. */
export const approvalRemarks: readonly string[] = [
  "Agreed in the team meeting.",
  "Fine, but please use the framework agreement next time.",
  "Checked against the offer.",
];
