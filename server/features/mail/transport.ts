import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createTransport } from "nodemailer";

/** A mail as it is sent. */
export interface OutgoingMail {
  /** Identifies the mail: a second delivery has the same. */
  readonly messageId: string;
  /** All mails about one order form one thread. */
  readonly references?: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** `refused`: the receiver will never accept the mail; any other failure throws, and is retried. */
export type MailOutcome = { readonly state: "sent" } | { readonly state: "refused"; readonly code: number };

export interface MailTransport {
  send(mail: OutgoingMail): Promise<MailOutcome>;
}

const envelopeOf = (from: string, { messageId, references, to, subject, text, html }: OutgoingMail) => ({
  from,
  to,
  messageId,
  subject,
  text,
  html,
  ...(references === undefined ? {} : { references, inReplyTo: references }),
  headers: { "Auto-Submitted": "auto-generated" },
});

const isPermanent = (error: unknown): error is Error & { responseCode: number } =>
  error instanceof Error &&
  "responseCode" in error &&
  typeof error.responseCode === "number" &&
  error.responseCode >= 500;

/** Sends through an SMTP server: `smtp://user:password@host:port` or `smtps://…`. */
export const smtpTransport = (url: string, from: string): MailTransport => {
  const transport = createTransport(url);
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(envelopeOf(from, mail));
        return { state: "sent" };
      } catch (error) {
        if (isPermanent(error)) return { state: "refused", code: error.responseCode };
        throw error;
      }
    },
  };
};

/** The id in characters that every file system accepts. */
const fileName = (messageId: string): string => messageId.replaceAll(/[^\w.-]/g, "_");

/** Writes each mail to a folder as an `.eml` file, for servers without SMTP: a demo, a test, a first look. */
export const fileTransport = (folder: string, from: string): MailTransport => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(envelopeOf(from, mail));
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${fileName(mail.messageId)}.eml`);
      await writeFile(`${path}.part`, message as Buffer);
      await rename(`${path}.part`, path);
      return { state: "sent" };
    },
  };
};
