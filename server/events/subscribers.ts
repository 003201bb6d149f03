import { fulfilmentSubscriber } from "#server/life/register.ts";
import { mailSubscriber } from "#server/mail/notify.ts";
import { webhookSubscriber } from "#server/webhooks/tell.ts";

import type { EventSubscriber } from "./subscriber.ts";

/** Everybody who does something about what happens to orders. */
export const subscribers: readonly EventSubscriber[] = [fulfilmentSubscriber, mailSubscriber, webhookSubscriber];
