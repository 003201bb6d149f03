import type { Observable } from "rxjs";
import { EMPTY, merge, switchMap } from "rxjs";

import type { ViewChange } from "#main/views/change.ts";
import { live } from "#main/views/live.ts";
import { isTouchedBy } from "#main/views/touched-by.ts";
import type {
  CallInput,
  CallName,
  CallOutput,
  MainMessage,
  TopicName,
  TopicParams,
  TopicValue,
} from "@countersign/shared/contract/bridge.ts";
import {
  bridgeVersion,
  calls,
  isCallName,
  isTopicName,
  topics,
  windowMessageSchema,
} from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { DesktopApp } from "./app.ts";
import { Asks } from "./asks.ts";
import { malformedMessage } from "./malformed-message.ts";
import { errorForScreen } from "./workspace.ts";

/** One window's end of the transport. */
export interface WindowPort {
  send(message: MainMessage): void;
}

export interface WindowConnection {
  /** Takes any message from the window: an invalid one is answered or dropped, never trusted. */
  receive(message: unknown): void;
  /** Ends everything that the window follows. */
  close(): void;
}

type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Promise<Result<CallOutput<Name>, AppError>>;
};

const everything: ViewChange = { kind: "everything" };

const notSignedIn = fail(refusal("not-signed-in"));

const handlersOf = (app: DesktopApp, log: (error: unknown) => void): Handlers => {
  const decide = async (...command: Parameters<NonNullable<DesktopApp["workspace"]>["decide"]>) => {
    const { workspace } = app;
    if (workspace === undefined) return notSignedIn;
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

/**
 * Serves the contract to one window: checks every message against its schema, answers calls and asks, keeps followed
 * topics fresh. Both hosts use it; a host only carries the messages.
 */
export const serveWindow = (app: DesktopApp, port: WindowPort, log: (error: unknown) => void): WindowConnection => {
  const handlers = handlersOf(app, log);
  const followed = new Map<number, () => void>();

  const explain = (error: unknown): AppError => {
    const known = errorForScreen(error);
    if (known.code === "unexpected") log(error);
    return known;
  };

  const asks = new Asks({
    workspace: () => app.workspace,
    explain,
    onAnswer: (id, outcome) => port.send({ kind: "result", id, outcome }),
  });

  const runCall = async (name: CallName, input: unknown): Promise<Result<unknown, AppError>> => {
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) return fail(malformedMessage(parsed.error, input));
    // The table's type pairs the handler and the schema of each name.
    return handlers[name](parsed.data as never);
  };

  const changes$: Observable<ViewChange> = app.session$.pipe(
    switchMap(() => merge([everything], app.workspace?.changes$ ?? EMPTY)),
  );

  const compute = async <Name extends TopicName>(
    name: Name,
    params: TopicParams<Name>,
    signal: AbortSignal,
  ): Promise<Result<TopicValue<TopicName>, AppError>> => {
    if (name === "session") return ok(app.session$.value);
    const { workspace } = app;
    if (workspace === undefined) return notSignedIn;
    const topic: Exclude<TopicName, "session"> = name;
    return ok(await workspace.view(topic, params as never, signal));
  };

  const follow = (id: number, name: TopicName, rawParams: unknown): void => {
    const params = topics[name].params.safeParse(rawParams);
    if (!params.success) {
      port.send({ kind: "update", id, outcome: fail(malformedMessage(params.error, rawParams)) });
      return;
    }
    followed.get(id)?.();
    const end = live<ViewChange, Result<TopicValue<TopicName>, AppError>>({
      changes$,
      isTouchedBy: (change, last) =>
        name === "session"
          ? change === everything
          : // The table's type pairs a topic's parameters with its value.
            isTouchedBy(name, params.data as never, change, last?.ok === true ? (last.value as never) : undefined),
      compute: (signal) => compute(name, params.data as TopicParams<typeof name>, signal),
      onValue: (outcome) => port.send({ kind: "update", id, outcome }),
      onError: (error) => port.send({ kind: "update", id, outcome: fail(explain(error)) }),
    });
    followed.set(id, end);
  };

  const call = async (id: number, name: string, input: unknown): Promise<void> => {
    const outcome = isCallName(name)
      ? await runCall(name, input).catch((error: unknown) => fail(explain(error)))
      : fail(refusal("request-unknown", { name }));
    port.send({ kind: "result", id, outcome });
  };

  port.send({ kind: "version", version: bridgeVersion });
  return {
    receive: (raw) => {
      const message = windowMessageSchema.safeParse(raw);
      if (!message.success) {
        log(new Error(`a message of the window does not fit the contract: ${message.error.message}`));
        return;
      }
      const { data } = message;
      switch (data.kind) {
        case "call":
          void call(data.id, data.name, data.input);
          return;
        case "follow":
          if (isTopicName(data.name)) follow(data.id, data.name, data.params);
          else
            port.send({ kind: "update", id: data.id, outcome: fail(refusal("request-unknown", { name: data.name })) });
          return;
        case "unfollow":
          followed.get(data.id)?.();
          followed.delete(data.id);
          return;
        case "ask":
          void asks.ask(data.id, data.name, data.input);
          return;
        case "cancel":
          asks.cancel(data.id);
      }
    },
    close: () => {
      for (const end of followed.values()) end();
      followed.clear();
      asks.close();
    },
  };
};
