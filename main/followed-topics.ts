import type { Observable } from "rxjs";
import { EMPTY, merge, switchMap } from "rxjs";

import type { ViewChange } from "#main/views/change.ts";
import { live } from "#main/views/live.ts";
import { isTouchedBy } from "#main/views/touched-by.ts";
import type { TopicName, TopicParams, TopicValue } from "@countersign/shared/contract/bridge.ts";
import { isTopicName, topics } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

import type { DesktopApp } from "./app.ts";
import { malformedMessage } from "./malformed-message.ts";

type Outcome = Result<TopicValue<TopicName>, AppError>;

interface FollowedTopicsOptions {
  readonly app: DesktopApp;
  readonly explain: (error: unknown) => AppError;
  readonly onUpdate: (id: number, outcome: Outcome) => void;
}

const everything: ViewChange = { kind: "everything" };

/** What one window follows: each topic is kept fresh until it is unfollowed, or the window is gone. */
export class FollowedTopics {
  readonly #options: FollowedTopicsOptions;
  readonly #changes$: Observable<ViewChange>;
  readonly #ends = new Map<number, () => void>();

  constructor(options: FollowedTopicsOptions) {
    const { app } = options;
    this.#options = options;
    this.#changes$ = app.session$.pipe(switchMap(() => merge([everything], app.workspace?.changes$ ?? EMPTY)));
  }

  follow(id: number, name: string, rawParams: unknown): void {
    const { onUpdate, explain } = this.#options;
    if (!isTopicName(name)) return onUpdate(id, fail(refusal("request-unknown", { name })));
    const params = topics[name].params.safeParse(rawParams);
    if (!params.success) return onUpdate(id, fail(malformedMessage(params.error, rawParams)));
    this.unfollow(id);
    const end = live<ViewChange, Outcome>({
      changes$: this.#changes$,
      isTouchedBy: (change, last) =>
        name === "session"
          ? change === everything
          : // The table's type pairs a topic's parameters with its value.
            isTouchedBy(name, params.data as never, change, last?.ok === true ? (last.value as never) : undefined),
      compute: (signal) => this.#compute(name, params.data, signal),
      onValue: (outcome) => onUpdate(id, outcome),
      onError: (error) => onUpdate(id, fail(explain(error))),
    });
    this.#ends.set(id, end);
  }

  unfollow(id: number): void {
    this.#ends.get(id)?.();
    this.#ends.delete(id);
  }

  close(): void {
    for (const id of this.#ends.keys()) this.unfollow(id);
  }

  async #compute<Name extends TopicName>(name: Name, params: TopicParams<Name>, signal: AbortSignal): Promise<Outcome> {
    const { session$, workspace } = this.#options.app;
    if (name === "session") return ok(session$.value);
    if (workspace === undefined) return fail(refusal("not-signed-in"));
    const topic: Exclude<TopicName, "session"> = name;
    return ok(await workspace.view(topic, params as never, signal));
  }
}
