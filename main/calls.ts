import type { CallInput, CallName, CallOutput } from "@countersign/shared/contract/bridge.ts";
import { calls, isCallName } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { DesktopApp } from "./app.ts";
import { malformedMessage } from "./malformed-message.ts";

type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Promise<Result<CallOutput<Name>, AppError>>;
};

const handlersOf = (app: DesktopApp, log: (error: unknown) => void): Handlers => {
  const decide = async (...command: Parameters<NonNullable<DesktopApp["workspace"]>["decide"]>) => {
    const { workspace } = app;
    if (workspace === undefined) return fail(refusal("not-signed-in"));
    const made = await workspace.decide(...command);
    return made.ok ? ok({ commandId: made.value }) : made;
  };
  return {
    "choose-server": ({ address }) => app.chooseServer(address),
    "leave-server": () => {
      app.leaveServer();
      return Promise.resolve(ok({}));
    },
    "sign-in": async ({ email, password }) => {
      const person = await app.signIn(email, password);
      return person.ok ? ok({}) : person;
    },
    "resume-session": ({ password }) => app.resume(password),
    "reset-password": ({ email }) => app.forgotPassword(email),
    "sign-out": async () => {
      await app.signOut().catch(log);
      return ok({});
    },
    "sync-now": () => {
      app.workspace?.syncNow();
      return Promise.resolve(ok({}));
    },
    "approve-order": (input) => decide("approve-order", input),
    "reject-order": (input) => decide("reject-order", input),
    "comment-on-order": (input) => decide("comment-on-order", input),
    "reverse-decision": (input) => decide("reverse-decision", input),
  };
};

/** Does what a window calls for, after the call has been checked. */
export const callsOf = (app: DesktopApp, log: (error: unknown) => void) => {
  const handlers = handlersOf(app, log);
  return async (name: string, input: unknown): Promise<Result<unknown, AppError>> => {
    if (!isCallName(name)) return fail(refusal("request-unknown", { name }));
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) return fail(malformedMessage(parsed.error, input));
    // The table's type pairs the handler and the schema of each name.
    return handlers[name](parsed.data as never);
  };
};
