/** Whether the operator lets webhooks reach its own network, even without encryption: `WEBHOOK_ALLOW_PRIVATE=1`. */
export const allowsPrivateReceivers = (): boolean => process.env["WEBHOOK_ALLOW_PRIVATE"] === "1";
