import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

import type { AskAnswer, AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import type { Bridge } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

/** The operations without an input. */
export type BareAskName = { [Name in AskName]: object extends AskInput<Name> ? Name : never }[AskName];

/** `undefined` until the answer is here. */
type Outcome<Name extends AskName> = Result<AskAnswer<Name>, AppError> | undefined;

interface AskedAnswer<Name extends AskName> {
  readonly store: StoreApi<Outcome<Name>>;
  /** Asks for the first time; returns the function that ends what is under way. */
  open(): () => void;
  readonly askAgain: () => void;
  /** Asks again after a failure, as soon as there is a connection. */
  onConnection(isOnline: boolean): void;
}

/** The server's answer to one operation. */
export const createAskedAnswer = <Name extends BareAskName>(bridge: Bridge, name: Name): AskedAnswer<Name> => {
  const store = createStore<Outcome<Name>>(() => undefined);
  let shown = new AbortController();

  const load = async () => {
    const { signal } = shown;
    const outcome = await bridge.ask<Name>(name, {} as AskInput<Name>, signal);
    if (!signal.aborted) store.setState(outcome, true);
  };
  const askAgain = () => {
    store.setState(undefined, true);
    void load();
  };
  return {
    store,
    open: () => {
      shown = new AbortController();
      void load();
      return () => shown.abort();
    },
    askAgain,
    onConnection: (isOnline) => {
      if (isOnline && store.getState()?.ok === false) askAgain();
    },
  };
};
