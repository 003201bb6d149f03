import type { FastifyReply } from "fastify";
import { z } from "zod";

import { operationsOf } from "@countersign/shared/contract/api/operation.ts";
import { refusalText } from "@countersign/shared/words/refusal-text.ts";
import { ok } from "@countersign/shared/domain/result.ts";

import { knownProblem } from "#server/foundation/http/errors.ts";
import type { HttpApp } from "#server/foundation/http/http-app.ts";
import { noteHtml, pageSecurityPolicy } from "#server/foundation/link-pages/form-page.ts";
import type { LinkPage, PageAnswer } from "#server/foundation/link-pages/link-page.ts";
import { mountRoutes } from "#server/records/routes/mount-routes.ts";
import type { Route } from "#server/records/routes/route.ts";
import { rawRoute } from "#server/records/routes/route.ts";
import type { Sessions } from "#server/records/sessions/session.ts";

/** In bytes; a legitimate form has only a few fields. */
const largestForm = 1024 * 1024;

const params = z.strictObject({ secret: z.string().min(1).max(200) });

const answerWith = (reply: FastifyReply, { status, html }: PageAnswer): FastifyReply =>
  reply
    .status(status)
    .type("text/html; charset=utf-8")
    .header("content-security-policy", pageSecurityPolicy)
    // The address contains the secret, so no other site may get it; but the page's own form must be able to send its origin.
    .header("referrer-policy", "same-origin")
    .send(html);

/** Anybody with its link can see and submit a page: nobody signs in, and it is not part of the API. */
const routesOf = ({ path, show, submit }: LinkPage): readonly Route[] => {
  const at = { path: `${path}/:secret`, params, answer: z.string() } as const;
  const { showPage, submitPage } = operationsOf({
    showPage: { ...at, method: "GET" },
    submitPage: { ...at, method: "POST" },
  });
  const page = { right: "anybody", tags: ["pages"], summary: "A page", isGuessable: true, isHidden: true } as const;
  return [
    rawRoute({ ...page, operation: showPage }, async (call, reply) =>
      ok(answerWith(reply, await show(call.params.secret))),
    ),
    rawRoute({ ...page, operation: submitPage }, async (call, reply) => {
      const form = call.body instanceof URLSearchParams ? call.body : new URLSearchParams();
      return ok(answerWith(reply, await submit(call.params.secret, form)));
    }),
  ];
};

/**
 * Serves pages to people who followed a mailed link. They are not part of the API: they answer in HTML, even failures,
 * and read what a browser's form sends.
 */
export const mountLinkPages = async (app: HttpApp, sessions: Sessions, pages: readonly LinkPage[]): Promise<void> => {
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
        known?.refusal ?? { code: status < 500 ? "request-unknown" : "unexpected", args: { name: "form" } },
      );
      return answerWith(reply, { status, html: noteHtml({ language: "en", title: "Countersign", lead }) });
    });
    mountRoutes(scope, sessions, pages.flatMap(routesOf));
  });
};
