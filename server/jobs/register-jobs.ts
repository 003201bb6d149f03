import { registerApi } from "#server/api/register.ts";
import type { Services } from "#server/api/services.ts";
import { subscribers } from "#server/events/subscribers.ts";
import { registerCommands } from "#server/execute/register.ts";
import { registerFulfilment } from "#server/life/register.ts";
import { runOnSchedule } from "#server/jobs/scheduled-queue.ts";
import { registerOneTimeLinks } from "#server/links/register.ts";
import type { MailSettings } from "#server/mail/register.ts";
import { registerMail } from "#server/mail/register.ts";
import { registerQuotes } from "#server/quotes/expire.ts";
import { registerSubscriptions } from "#server/subscriptions/register.ts";
import { registerWebhooks } from "#server/webhooks/register.ts";
import { relayEvents, relayQueue } from "#server/events/relay.ts";

const everyMinute = "* * * * *";

/** What this node does in the background, and when. */
export const registerJobs = async (services: Services, { mail }: { readonly mail: MailSettings }): Promise<void> => {
  const { jobs } = services;
  await runOnSchedule(jobs, relayQueue, everyMinute, () => relayEvents(services, subscribers));
  await registerApi(services);
  await registerCommands(services);
  await registerFulfilment(services);
  await registerQuotes(services);
  await registerSubscriptions(services);
  await registerMail(services, mail);
  await registerOneTimeLinks(services, mail);
  await registerWebhooks(services);
};
