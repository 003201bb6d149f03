import { scheduledQueue, runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import type { Services } from "#server/records/services.ts";

import { sendLeftBehind } from "./left-behind.ts";
import { sendQueue } from "./mail-store.ts";
import { mailSubscriber, notify } from "./notify.ts";
import { remind } from "./remind.ts";
import { forgetMails } from "./retention.ts";
import { sendMail } from "./send.ts";
import type { MailTransport } from "./transport.ts";

/** @internal */
export const remindersQueue = scheduledQueue("mail-reminders");

/** @internal */
export const forgetMailsQueue = scheduledQueue("mail-forget");

/** @internal */
export const leftBehindQueue = scheduledQueue("mail-left-behind");

const everyQuarterHour = "*/15 * * * *";
const everyNight = "37 3 * * *";
const everyMorning = "7 5 * * *";

/** How this server sends mail, and where its links lead. */
export interface MailSettings {
  readonly transport: MailTransport;
  /** The address of this server's own pages, such as `https://countersign.example`. */
  readonly publicUrl: () => Promise<string>;
  readonly appUrl?: string | undefined;
}

/** Registers the background work of mail, with its schedule. */
export const registerMail = async (services: Services, { transport, appUrl }: MailSettings): Promise<void> => {
  const { jobs } = services;
  await jobs.work(mailSubscriber.queue, (event) => notify(services, event, appUrl));
  await jobs.work(sendQueue, ({ mailId }) => sendMail(services, transport, mailId));
  await runOnSchedule(jobs, remindersQueue, everyQuarterHour, () => remind(services, appUrl));
  await runOnSchedule(jobs, forgetMailsQueue, everyNight, () => forgetMails(services));
  await runOnSchedule(jobs, leftBehindQueue, everyMorning, () => sendLeftBehind(services));
};
