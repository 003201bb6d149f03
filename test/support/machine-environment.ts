/** What the programs of this product read of their environment, where each has its defaults. */
const settings = [
  "APP_URL",
  "COUNTERSIGN_SECRET_KEY",
  "DATABASE_SECONDS",
  "DATABASE_URL",
  "DRAIN_SECONDS",
  "HOST",
  "MAIL_FROM",
  "METRICS_TOKEN",
  "NATS_URL",
  "PUBLIC_URL",
  "SMTP_URL",
  "TRUSTED_PROXIES",
  "WEBHOOK_ALLOW_PRIVATE",
];

/**
 * Takes the product's own settings out of this process, and so out of all that it starts: tests show the programs as a test
 * sets them up, whatever the machine has for a server of its own. Some shells export `HOST` as well.
 */
export const leaveSettingsOut = (): void => {
  for (const name of settings) delete process.env[name];
};
