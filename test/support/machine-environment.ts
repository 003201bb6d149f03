import { resolve } from "node:path";

/** The environment variables that the product's programs read; each has a default. */
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
 * The default locale of the screens' figures and dates. It affects only processes that are started from here on, such as
 * the tests. It is the one locale that every system has, and means American English.
 */
export const writeAmericanEnglish = (): void => {
  process.env["LC_ALL"] = "C";
};

/**
 * Removes the product's own settings from this process, and so from everything that it starts: tests run the programs as
 * they set them up, whatever the machine has for a server of its own. Some shells export `HOST` as well.
 */
export const leaveSettingsOut = (): void => {
  for (const name of settings) delete process.env[name];
};

/**
 * Lets Node keep what it compiled for the next process that runs the same source: the tests start some hundred programs, each
 * of which would strip the types of its modules and compile them anew.
 */
export const keepCompiledCode = (): void => {
  process.env["NODE_COMPILE_CACHE"] ??= resolve(import.meta.dirname, "../../node_modules/.cache/countersign/compiled");
};
