import type { MainMessage, WindowMessage } from "@countersign/shared/contract/bridge.ts";
import { bridgeVersion, windowMessageSchema } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { fail } from "@countersign/shared/domain/result.ts";

import type { DesktopApp } from "./app.ts";
import { Asks } from "./asks.ts";
import { callsOf } from "./calls.ts";
import { FollowedTopics } from "./followed-topics.ts";
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

/**
 * Serves the contract to one window: checks every message against its schema, answers calls and asks, keeps followed
 * topics fresh. Both hosts use it; a host only carries the messages.
 */
export const serveWindow = (app: DesktopApp, port: WindowPort, log: (error: unknown) => void): WindowConnection => {
  const explain = (error: unknown): AppError => {
    const known = errorForScreen(error);
    if (known.code === "unexpected") log(error);
    return known;
  };
  const answer = (id: number, outcome: Extract<MainMessage, { kind: "result" }>["outcome"]) =>
    port.send({ kind: "result", id, outcome });

  const call = callsOf(app, log);
  const asks = new Asks({ workspace: () => app.workspace, explain, onAnswer: answer });
  const followed = new FollowedTopics({
    app,
    explain,
    onUpdate: (id, outcome) => port.send({ kind: "update", id, outcome }),
  });

  const take = (message: WindowMessage): void => {
    const { id } = message;
    switch (message.kind) {
      case "call":
        void call(message.name, message.input)
          .catch((error: unknown) => fail(explain(error)))
          .then((outcome) => answer(id, outcome));
        return;
      case "follow":
        return followed.follow(id, message.name, message.params);
      case "unfollow":
        return followed.unfollow(id);
      case "ask":
        void asks.ask(id, message.name, message.input);
        return;
      case "cancel":
        return asks.cancel(id);
    }
  };

  port.send({ kind: "version", version: bridgeVersion });
  return {
    receive: (raw) => {
      const message = windowMessageSchema.safeParse(raw);
      if (message.success) take(message.data);
      else log(new Error(`a message of the window does not fit the contract: ${message.error.message}`));
    },
    close: () => {
      followed.close();
      asks.close();
    },
  };
};
