import { resolve } from "node:path";

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
 * What the screens' figures and dates are written in where nobody says otherwise. Only processes that are started from here
 * on take notice, as the tests are. It is the one locale that every system has, and means American English.
 */
export const writeAmericanEnglish = (): void => {
  process.env["LC_ALL"] = "C";
};

/**
 * Takes the product's own settings out of this process, and so out of all that it starts: tests show the programs as a test
 * sets them up, whatever the machine has for a server of its own. Some shells export `HOST` as well.
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
