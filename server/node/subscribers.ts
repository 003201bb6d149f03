import { fulfilmentSubscriber } from "#server/features/fulfilment/register.ts";
import { mailSubscriber } from "#server/features/mail/notify.ts";
import { webhookSubscriber } from "#server/features/webhooks/tell.ts";
import type { EventSubscriber } from "#server/records/events/subscriber.ts";

/** All subscribers of order events. */
export const subscribers: readonly EventSubscriber[] = [fulfilmentSubscriber, mailSubscriber, webhookSubscriber];
