import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";

import type {
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  Cancellation,
  MainMessage,
  TopicName,
  TopicValue,
} from "@countersign/shared/contract/bridge.ts";
import { bridgeVersion, calls, mainMessageSchema, topics } from "@countersign/shared/contract/bridge.ts";
import type { AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import { askAnswerSchema } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";
import { assertNever, fail, ok } from "@countersign/shared/domain/result.ts";

import type { BridgeState } from "./bridge-state.ts";
import type { MainAnswer, Question } from "./open-questions.ts";
import { OpenQuestions, unexpected } from "./open-questions.ts";
import type { Port } from "./port.ts";

interface Follow {
  readonly name: TopicName;
  readonly params: unknown;
  readonly receive: (outcome: MainAnswer) => void;
}

export interface BridgeClient extends Bridge {
  readonly state: StoreApi<BridgeState>;
}

interface Parser<Value> {
  safeParse(value: unknown): { success: true; data: Value } | { success: false };
}

/** Main's answer, checked against the contract; an answer that breaks it is an error. */
const readOutcome = <Value>(outcome: MainAnswer, schema: Parser<Value>): Result<Value, AppError> => {
  if (!outcome.ok) return outcome;
  const parsed = schema.safeParse(outcome.value);
  return parsed.success ? ok(parsed.data) : fail(unexpected);
};

// The tables pair each name with its schemas; TypeScript cannot follow that through a generic index.
const outputOf = <Name extends CallName>(name: Name) => calls[name].output as unknown as Parser<CallOutput<Name>>;
const valueOf = <Name extends TopicName>(name: Name) => topics[name].value as unknown as Parser<TopicValue<Name>>;

/** Multiplexes calls, questions to the server and followed topics over one port. After a loss, it follows everything again. */
export const createBridgeClient = (port: Port): BridgeClient => {
  const bridgeState = createStore<BridgeState>(() => "connecting");
  const questions = new OpenQuestions((message) => port.send(message));
  const follows = new Map<number, Follow>();
  let lastId = 0;
  const nextId = () => (lastId += 1);

  const startFollow = (id: number, { name, params }: Follow) => port.send({ kind: "follow", id, name, params });

  port.onState((state) => {
    bridgeState.setState(state, true);
    if (state === "open") for (const [id, follow] of follows) startFollow(id, follow);
    else questions.failAll();
  });

  const receive = (message: MainMessage) => {
    switch (message.kind) {
      case "version":
        if (message.version !== bridgeVersion) bridgeState.setState("incompatible", true);
        return;
      case "result":
        questions.answer(message.id, message.outcome);
        return;
      case "update":
        follows.get(message.id)?.receive(message.outcome);
        return;
      default:
        assertNever(message);
    }
  };

  port.onMessage((raw) => {
    const message = mainMessageSchema.safeParse(raw);
    if (message.success) receive(message.data);
  });

  const send = async (question: Question, signal?: Cancellation): Promise<MainAnswer> =>
    bridgeState.getState() === "open" ? questions.ask(question, signal) : fail(unexpected);

  return {
    state: bridgeState,
    call: async <Name extends CallName>(name: Name, input: CallInput<Name>) =>
      readOutcome(await send({ kind: "call", id: nextId(), name, input }), outputOf(name)),
    ask: async <Name extends AskName>(name: Name, input: AskInput<Name>, signal: Cancellation) =>
      readOutcome(await send({ kind: "ask", id: nextId(), name, input }, signal), askAnswerSchema(name)),
    follow: (name, params, onUpdate) => {
      const id = nextId();
      const follow: Follow = { name, params, receive: (outcome) => onUpdate(readOutcome(outcome, valueOf(name))) };
      follows.set(id, follow);
      if (bridgeState.getState() === "open") startFollow(id, follow);
      return () => {
        follows.delete(id);
        port.send({ kind: "unfollow", id });
      };
    },
  };
};
