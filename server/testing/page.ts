import type { OutgoingMail } from "#server/features/mail/transport.ts";

import type { TestServer } from "./server.ts";

/** A page as seen by a browser without scripts. */
export interface TestPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly html: string;
}

/** The path of the link in a mail. */
export const linkIn = (mail: OutgoingMail | undefined): string => {
  const [, path] = /https:\/\/api\.example(\/pages\/\S+)/.exec(mail?.text ?? "") ?? [];
  if (path === undefined) throw new Error("The mail has no link to a page");
  return path;
};

/** Follows links and sends forms. */
export const browse = ({ app }: TestServer) => ({
  get: async (url: string): Promise<TestPage> => {
    const { statusCode, headers, payload } = await app.inject({ url });
    return { status: statusCode, headers, html: payload };
  },
  post: async (
    url: string,
    values: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<TestPage> => {
    const answer = await app.inject({
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: new URLSearchParams(values).toString(),
    });
    return { status: answer.statusCode, headers: answer.headers, html: answer.payload };
  },
});
