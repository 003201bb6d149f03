import type { MailSettings } from "#server/features/mail/register.ts";
import { mailInvitation, invitationQueue } from "#server/features/people/passwords/mail-invitation.ts";
import { mailReset, resetQueue } from "#server/features/people/passwords/mail-reset.ts";
import { forgetFailures } from "#server/features/people/passwords/sign-in.ts";
import { inquiryQueue } from "#server/features/tiers/change-tiers.ts";
import { mailInquiry } from "#server/features/tiers/mail-inquiry.ts";
import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import { forgetOneTimeLinks } from "#server/records/one-time-links/one-time-link-store.ts";
import type { Services } from "#server/records/services.ts";

/** @internal */
export const forgetLinksQueue = scheduledQueue("one-time-links-forget");

const everyHour = "41 * * * *";

/** Registers the mails with one-time links, and the removal of expired links. */
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
