import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { malformedRequest } from "@countersign/shared/contract/request-refusal.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { FieldProblem } from "@countersign/shared/domain/field-problem.ts";

import { DatabaseUnavailable } from "#server/foundation/db/database-unavailable.ts";

import type { KnownMethods } from "./methods.ts";
import { HttpProblem, problemDocument } from "./problem.ts";
import { isFieldErrors } from "./validation.ts";

/** The largest request body, in bytes. */
export const bodyLimit = 8 * 1024 * 1024;

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";

const fromFastify = (error: FastifyError): HttpProblem => {
  const status = error.statusCode ?? 500;
  switch (status) {
    case 413:
      return new HttpProblem(refusal("request-too-large", { max: bodyLimit }));
    case 415:
      return new HttpProblem(malformedRequest([{ path: "content-type", code: "not-json" }]), status);
    default:
      return status < 500
        ? new HttpProblem(malformedRequest([{ path: "body", code: "not-read-as-json" }]), status)
        : new HttpProblem(refusal("unexpected"));
  }
};

const isTuple = (fields: readonly FieldProblem[]): fields is readonly [FieldProblem, ...FieldProblem[]] =>
  fields.length > 0;

/** By then a lost connection has been replaced, or it is clear that it cannot be for now. */
const databasePauseSeconds = 5;

/** The problem behind an expected error: one thrown as such, or an unavailable database. */
export const knownProblem = (error: unknown): HttpProblem | undefined => {
  if (error instanceof DatabaseUnavailable)
    return new HttpProblem(refusal("database-unavailable", { seconds: databasePauseSeconds }));
  return error instanceof HttpProblem ? error : undefined;
};

/** The problem to answer an error with. Unexpected errors are not disclosed: no message and no stack. */
const problemFrom = (error: unknown): HttpProblem => {
  const known = knownProblem(error);
  if (known !== undefined) return known;
  if (isFieldErrors(error) && isTuple(error.fields)) return new HttpProblem(malformedRequest(error.fields), 400);
  return isFastifyError(error) ? fromFastify(error) : new HttpProblem(refusal("unexpected"));
};

/** A problem with a retry time also sends it as `Retry-After` (RFC 9110 10.2.3). */
const send = (reply: FastifyReply, problem: HttpProblem): FastifyReply => {
  const { seconds } = problem.refusal.args;
  if (typeof seconds === "number") void reply.header("retry-after", String(seconds));
  return reply
    .status(problem.status)
    .type("application/problem+json")
    .send(JSON.stringify(problemDocument(problem)));
};

/** An invalid URL reaches neither a route nor the hooks. */
export const answerUnreadable = (_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void => {
  void send(reply, new HttpProblem(malformedRequest([{ path: "address", code: "address-unreadable" }])));
};

/** Answers input that is not HTTP on the bare connection, and closes it. */
export const answerNoise = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const isHeaderTooLong = error.code === "HPE_HEADER_OVERFLOW";
  const status = isHeaderTooLong ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const problem = new HttpProblem(malformedRequest([{ path: "request", code: "not-http" }]), status);
  const body = JSON.stringify(problemDocument(problem));
  const { title } = problemDocument(problem);
  const head = `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`);
};

/** Answers every failed request with a problem from the closed list. */
export const answerErrors = (app: FastifyInstance, methods: KnownMethods): void => {
  app.setErrorHandler((error: unknown, request: FastifyRequest, reply) => {
    const problem = problemFrom(error);
    if (problem.status >= 500) request.log.error({ requestId: request.id, err: error }, "a request failed");
    return send(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods.allowedFor(request);
    if (allowed.length > 0) {
      const names = allowed.join(", ");
      const problem = new HttpProblem(refusal("method-not-allowed", { method: request.method, allowed: names }));
      return send(reply.header("allow", names), problem);
    }
    const [path = ""] = request.url.split("?");
    return send(
      reply,
      new HttpProblem(refusal("request-unknown", { name: `${request.method} ${path.slice(0, 200)}` })),
    );
  });
};
