import type { OrderReceipt, OrderRequest } from "@countersign/shared/contract/intake.ts";
import { orderReceiptSchema } from "@countersign/shared/contract/intake.ts";
import { demoPeopleAnswerSchema, signedInSchema, problemSchema } from "@countersign/shared/contract/protocol.ts";
import { protocolHeaders } from "@countersign/shared/contract/protocol-version.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import type { z } from "zod";

import type { Credentials } from "./options.ts";

/** `refused`: this order is not accepted. `broken`: no order can be, because of the server, the network or the session. */
export interface CallFailure {
  readonly kind: "refused" | "broken";
  readonly sentence: string;
}

const patience = 30_000;

const broken = (sentence: string): Result<never, CallFailure> => fail({ kind: "broken", sentence });

/** The cause of a failed call, such as `connect ECONNREFUSED 127.0.0.1:8080`. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return causeOf(error.cause);
  // If several addresses were tried, the message is empty and only the code is useful.
  return error.message || ("code" in error ? String(error.code) : error.name);
};

const failureFrom = (status: number, body: unknown): CallFailure => {
  const problem = problemSchema.safeParse(body);
  const sentence = problem.success ? problem.data.detail : `The server answered with status ${status}.`;
  const isRefusal = problem.success && status >= 400 && status < 500 && status !== 401 && status !== 429;
  return { kind: isRefusal ? "refused" : "broken", sentence };
};

interface Call<Answer> {
  readonly path: string;
  readonly answer: z.ZodType<Answer>;
  readonly body?: object;
  readonly token?: string;
}

const call = async <Answer>(server: string, call: Call<Answer>): Promise<Result<Answer, CallFailure>> => {
  const { path, answer, body, token } = call;
  const headers = {
    ...protocolHeaders,
    ...(body && { "content-type": "application/json" }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  try {
    const response = await fetch(new URL(path, server.endsWith("/") ? server : `${server}/`), {
      headers,
      signal: AbortSignal.timeout(patience),
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text === "" ? undefined : JSON.parse(text);
    if (!response.ok) return fail(failureFrom(response.status, json));
    const parsed = answer.safeParse(json);
    return parsed.success ? ok(parsed.data) : broken(`${server} does not answer as a Countersign server does.`);
  } catch (error) {
    if (error instanceof SyntaxError) return broken(`${server} does not answer as a Countersign server does.`);
    return broken(`The server at ${server} cannot be reached: ${causeOf(error)}.`);
  }
};

const distributorOf = async (server: string): Promise<Result<string, CallFailure>> => {
  const people = await call(server, { path: "v1/demo/people", answer: demoPeopleAnswerSchema });
  if (!people.ok) {
    const { kind, sentence } = people.error;
    return broken(kind === "refused" ? `${sentence} Without --token the server must be a demo server.` : sentence);
  }
  const distributor = people.value.find(({ role }) => role === "distributor");
  return distributor === undefined ? broken("The demo server offers no distributor; use --as.") : ok(distributor.email);
};

/** The token to send orders with. */
export const obtainToken = async (server: string, credentials: Credentials): Promise<Result<string, CallFailure>> => {
  if (credentials.kind === "token") return ok(credentials.token);
  const email = credentials.kind === "demo-person" ? ok(credentials.email) : await distributorOf(server);
  if (!email.ok) return email;
  const session = await call(server, {
    path: "v1/demo/sessions",
    answer: signedInSchema,
    body: { email: email.value },
  });
  return session.ok ? ok(session.value.token) : broken(session.error.sentence);
};

export const sendOrder = (
  server: string,
  token: string,
  order: OrderRequest,
): Promise<Result<OrderReceipt, CallFailure>> =>
  call(server, { path: "v1/orders", answer: orderReceiptSchema, body: order, token });
