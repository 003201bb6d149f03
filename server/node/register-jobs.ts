import { registerCommands } from "#server/features/commands/register.ts";
import { registerDelegations } from "#server/features/delegations/register.ts";
import { registerEscalations } from "#server/features/escalations/register.ts";
import { registerFulfilment } from "#server/features/fulfilment/register.ts";
import type { MailSettings } from "#server/features/mail/register.ts";
import { registerMail } from "#server/features/mail/register.ts";
import { registerQuotes } from "#server/features/quotes/expire.ts";
import { registerSubscriptions } from "#server/features/subscriptions/register.ts";
import { registerWebhooks } from "#server/features/webhooks/register.ts";
import { runOnSchedule } from "#server/foundation/jobs/scheduled-queue.ts";
import { relayEvents, relayQueue } from "#server/records/events/relay.ts";
import type { Services } from "#server/records/services.ts";

import { registerApi } from "./register-api.ts";
import { registerOneTimeLinks } from "./register-links.ts";
import { subscribers } from "./subscribers.ts";

const everyMinute = "* * * * *";

/** Registers this node's background jobs and their schedules. */
export const registerJobs = async (services: Services, { mail }: { readonly mail: MailSettings }): Promise<void> => {
  const { jobs } = services;
  await runOnSchedule(jobs, relayQueue, everyMinute, () => relayEvents(services, subscribers));
  await registerApi(services);
  await registerCommands(services);
  await registerFulfilment(services);
  await registerDelegations(services);
  await registerEscalations(services);
  await registerQuotes(services);
  await registerSubscriptions(services);
  await registerMail(services, mail);
  await registerOneTimeLinks(services, mail);
  await registerWebhooks(services);
};
