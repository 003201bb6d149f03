import type {
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  Cancellation,
  TopicName,
  TopicParams,
  TopicUpdate,
  TopicValue,
} from "@countersign/shared/contract/bridge.ts";
import type { AskAnswer, AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import { askInputSchema } from "@countersign/shared/contract/ask.ts";
import { calls, topics } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { fail, ok } from "@countersign/shared/domain/result.ts";

type Source<Name extends TopicName> = (params: TopicParams<Name>) => TopicValue<Name>;
type Answer<Name extends CallName> = (
  input: CallInput<Name>,
) => Result<CallOutput<Name>, AppError> | Promise<Result<CallOutput<Name>, AppError>>;

type ServerAnswer<Name extends AskName> = (
  input: AskInput<Name>,
) => Result<AskAnswer<Name>, AppError> | Promise<Result<AskAnswer<Name>, AppError>>;

interface Follower {
  readonly name: TopicName;
  readonly publish: () => void;
}

/**
 * Stands in for main in component tests and on the preview page, never in the product. A test provides its topics; calls
 * are recorded and answered as the test says. It checks both against the contract, as main does.
 */
export class FakeBridge implements Bridge {
  readonly asked: { readonly name: AskName; readonly input: unknown; readonly signal: Cancellation }[] = [];
  readonly called: { readonly name: CallName; readonly input: unknown }[] = [];
  readonly #sources = new Map<TopicName, (params: never) => TopicUpdate<TopicName>>();
  readonly #answers = new Map<CallName, (input: never) => unknown>();
  readonly #serverAnswers = new Map<AskName, (input: never) => unknown>();
  readonly #followers = new Set<Follower>();

  /** Sets a topic's value and sends it to everybody who follows the topic. */
  provide<Name extends TopicName>(name: Name, source: Source<Name>): this {
    this.#sources.set(name, (params: TopicParams<Name>) => ok(source(params)) as TopicUpdate<TopicName>);
    this.publish(name);
    return this;
  }

  /** Gives a topic an error instead of a value. */
  refuse(name: TopicName, error: AppError): this {
    this.#sources.set(name, () => fail(error));
    this.publish(name);
    return this;
  }

  answer<Name extends CallName>(name: Name, answer: Answer<Name>): this {
    this.#answers.set(name, answer);
    return this;
  }

  /** Says what the server answers. */
  serve<Name extends AskName>(name: Name, answer: ServerAnswer<Name>): this {
    this.#serverAnswers.set(name, answer);
    return this;
  }

  /** Sends a topic's value to its followers again. */
  publish(name: TopicName): void {
    for (const follower of this.#followers) if (follower.name === name) follower.publish();
  }

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>, AppError>> {
    calls[name].input.parse(input);
    this.called.push({ name, input });
    const answer = this.#answers.get(name) as Answer<Name> | undefined;
    if (answer === undefined) throw new Error(`The test defines no answer to ${name}`);
    return answer(input);
  }

  async ask<Name extends AskName>(
    name: Name,
    input: AskInput<Name>,
    signal: Cancellation,
  ): Promise<Result<AskAnswer<Name>, AppError>> {
    askInputSchema(name).parse(input);
    this.asked.push({ name, input, signal });
    const answer = this.#serverAnswers.get(name) as ServerAnswer<Name> | undefined;
    if (answer === undefined) throw new Error(`The test defines no answer of the server to ${name}`);
    return answer(input);
  }

  follow<Name extends TopicName>(
    name: Name,
    params: TopicParams<Name>,
    onUpdate: (update: TopicUpdate<Name>) => void,
  ): () => void {
    topics[name].params.parse(params);
    const publish = () => {
      const source = this.#sources.get(name) as ((params: TopicParams<Name>) => TopicUpdate<Name>) | undefined;
      if (source !== undefined) onUpdate(source(params));
    };
    const follower: Follower = { name, publish };
    this.#followers.add(follower);
    queueMicrotask(() => {
      if (this.#followers.has(follower)) publish();
    });
    return () => {
      this.#followers.delete(follower);
    };
  }
}
