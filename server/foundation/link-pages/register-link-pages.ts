import type { FastifyReply } from "fastify";
import { z } from "zod";

import { refusalText } from "@countersign/shared/words/refusal-text.ts";

import { knownProblem } from "#server/foundation/http/errors.ts";
import type { HttpApp } from "#server/foundation/http/typed-app.ts";

import { noteHtml, pageSecurityPolicy } from "./form-page.ts";

/** What a page answers with. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
}

/** A page behind a mailed link: looked at, which changes nothing, and sent. */
export interface LinkPage {
  /** Begins with `/pages/`; the secret of the link follows. */
  readonly path: string;
  readonly show: (secret: string) => Promise<PageAnswer>;
  readonly submit: (secret: string, form: URLSearchParams) => Promise<PageAnswer>;
}

/** A form has a few fields; nobody means well with more. */
const largestForm = 1024 * 1024;

const params = z.strictObject({ secret: z.string().min(1).max(200) });

const answerWith = (reply: FastifyReply, { status, html }: PageAnswer): FastifyReply =>
  reply
    .status(status)
    .type("text/html; charset=utf-8")
    .header("content-security-policy", pageSecurityPolicy)
    // The address holds the secret. It goes to nobody else; the page's own form must still be able to name its origin.
    .header("referrer-policy", "same-origin")
    .send(html);

/**
 * Serves pages to people who followed a mailed link. They are no part of the API: they answer in HTML, failures too, and
 * read what a browser's form sends.
 */
export const registerLinkPages = async (app: HttpApp, pages: readonly LinkPage[]): Promise<void> => {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: largestForm },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.setErrorHandler((error: unknown, request, reply) => {
      const known = knownProblem(error);
      const status =
        known?.status ?? (error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500);
      if (status >= 500) request.log.error({ err: error }, "a page failed");
      const lead = refusalText(
        known ?? { code: status < 500 ? "request-unknown" : "unexpected", args: { name: "form" } },
      );
      return answerWith(reply, { status, html: noteHtml({ language: "en", title: "Countersign", lead }) });
    });
    const config = { isPublic: true, isGuessable: true } as const;
    for (const { path, show, submit } of pages) {
      const options = { config, schema: { hide: true, params } };
      scope.get(`${path}/:secret`, options, async (request, reply) =>
        answerWith(reply, await show(params.parse(request.params).secret)),
      );
      scope.post(`${path}/:secret`, options, async (request, reply) => {
        const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
        return answerWith(reply, await submit(params.parse(request.params).secret, form));
      });
    }
  });
};
