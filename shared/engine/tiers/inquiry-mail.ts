import type { Instant } from "#shared/domain/instant.ts";
import type { Inquiry, TierConfiguration, TierRequest } from "#shared/domain/tier.ts";

import type { InquiryField, TierOutcome } from "./outcome.ts";
import { missingParameters } from "./parameters.ts";

/** The automatic inquiry: one question for each missing required value (T16). */
export const inquiriesForMissing = ({ parameters }: Pick<TierRequest, "parameters">): Inquiry[] =>
  missingParameters(parameters).map(({ id }) => ({ parameterId: id }));

const fieldsOf = ({ parameters, inquiries = [] }: TierRequest): InquiryField[] =>
  inquiries.flatMap(({ parameterId, problem }) =>
    parameters
      .filter(({ id }) => id === parameterId)
      .map(({ title, value }) => ({
        parameterId,
        title,
        ...(value === undefined ? {} : { value }),
        ...(problem === undefined ? {} : { problem }),
      })),
  );

/** Adds the mail with the form to the contacts of the tier (T17), or the warning that there is none to ask. */
export const withInquiryMail = (
  outcome: TierOutcome,
  request: TierRequest,
  { account }: TierConfiguration,
  at: Instant,
): TierOutcome => {
  const requestId = request.id;
  if (account.contacts.length === 0)
    return { ...outcome, warnings: [...outcome.warnings, { code: "no-contact", requestId }] };
  const mail = { type: "inquiry-mail" as const, requestId, to: account.contacts, form: fieldsOf(request), at };
  return { ...outcome, events: [...outcome.events, mail] };
};
