import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { FieldProblem } from "./problem.ts";
import { HttpProblem, malformed, problemDocument } from "./problem.ts";
import { isFieldErrors } from "./validation.ts";

/** The largest body that is read, in bytes. */
export const bodyLimit = 8 * 1024 * 1024;

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";

const fromFastify = (error: FastifyError): HttpProblem => {
  const status = error.statusCode ?? 500;
  switch (status) {
    case 413:
      return new HttpProblem(413, "request-too-large", { max: bodyLimit });
    case 415:
      return malformed([{ path: "content-type", problem: "is not application/json" }], 415);
    default:
      return status < 500
        ? malformed([{ path: "body", problem: "could not be read as JSON" }], status)
        : new HttpProblem(500, "unexpected");
  }
};

const isTuple = (fields: readonly FieldProblem[]): fields is readonly [FieldProblem, ...FieldProblem[]] =>
  fields.length > 0;

/** The problem that an error is answered with. What nobody foresaw stays inside: no message and no stack go out. */
const problemFrom = (error: unknown): HttpProblem => {
  if (error instanceof HttpProblem) return error;
  if (isFieldErrors(error) && isTuple(error.fields)) return malformed(error.fields);
  return isFastifyError(error) ? fromFastify(error) : new HttpProblem(500, "unexpected");
};

const send = (reply: FastifyReply, problem: HttpProblem): FastifyReply =>
  reply
    .status(problem.status)
    .type("application/problem+json")
    .send(JSON.stringify(problemDocument(problem)));

/** Answers every failed request with a problem of the closed list. */
export const answerErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error: unknown, request: FastifyRequest, reply) => {
    const problem = problemFrom(error);
    if (problem.status >= 500) request.log.error({ err: error }, "a request failed");
    return send(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    return send(reply, new HttpProblem(404, "request-unknown", { name: `${request.method} ${path.slice(0, 200)}` }));
  });
};
