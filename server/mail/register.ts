import { z } from "zod";

import type { Services } from "#server/api/services.ts";
import type { JobQueue } from "#server/jobs/jobs.ts";

import { sendQueue } from "./mail-store.ts";
import { mailSubscriber, notify } from "./notify.ts";
import { remind } from "./remind.ts";
import { sendMail } from "./send.ts";
import type { MailTransport } from "./transport.ts";

/** @internal */
export const remindersQueue: JobQueue<Record<string, never>> = {
  name: "mail-reminders",
  payload: z.strictObject({}),
  tries: { retries: 0 },
};

const everyQuarterHour = "*/15 * * * *";

/** How mail leaves this server, and where its links lead. */
export interface MailSettings {
  readonly transport: MailTransport;
  readonly appUrl?: string | undefined;
}

/** What mail does in the background, and when. */
export const registerMail = async (services: Services, { transport, appUrl }: MailSettings): Promise<void> => {
  const { jobs } = services;
  await jobs.work(mailSubscriber.queue, (event) => notify(services, event, appUrl));
  await jobs.work(sendQueue, ({ mailId }) => sendMail(services, transport, mailId));
  await jobs.work(remindersQueue, () => remind(services, appUrl));
  await jobs.schedule(remindersQueue, everyQuarterHour);
};
