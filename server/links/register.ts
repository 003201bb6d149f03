import { mailInvitation, invitationQueue } from "#server/auth/passwords/mail-invitation.ts";
import { mailReset, resetQueue } from "#server/auth/passwords/mail-reset.ts";
import { forgetFailures } from "#server/auth/passwords/sign-in.ts";
import type { Services } from "#server/api/services.ts";
import { scheduledQueue, runOnSchedule } from "#server/jobs/scheduled-queue.ts";
import type { MailSettings } from "#server/mail/register.ts";
import { inquiryQueue } from "#server/tiers/change-tiers.ts";
import { mailInquiry } from "#server/tiers/mail-inquiry.ts";

import { forgetOneTimeLinks } from "./one-time-link-store.ts";

/** @internal */
export const forgetLinksQueue = scheduledQueue("one-time-links-forget");

const everyHour = "41 * * * *";

/** Mails that carry a link, and what is forgotten of the links when their time is over. */
export const registerOneTimeLinks = async (services: Services, { publicUrl }: MailSettings): Promise<void> => {
  const { jobs, db, clock } = services;
  await jobs.work(inquiryQueue, async (inquiry) => mailInquiry(services, inquiry, await publicUrl()));
  await jobs.work(invitationQueue, async (invitation) => mailInvitation(services, invitation, await publicUrl()));
  await jobs.work(resetQueue, async (reset) => mailReset(services, reset, await publicUrl()));
  await runOnSchedule(jobs, forgetLinksQueue, everyHour, async () => {
    await forgetOneTimeLinks(db, clock.now());
    await forgetFailures(db, clock.now());
  });
};
