import { useEffect, useMemo } from "react";
import { useStore } from "zustand";

import type { AskAnswer } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import type { BareAskName } from "./asked-answer.ts";
import { createAskedAnswer } from "./asked-answer.ts";
import { useBridge, useTopic } from "./bridge-context.tsx";

interface Answer<Name extends BareAskName> {
  /** `undefined` until the answer is here. */
  readonly outcome: Result<AskAnswer<Name>, AppError> | undefined;
  readonly askAgain: () => void;
}

/** The server's answer, asked for as long as the component is shown. */
export const useAnswer = <Name extends BareAskName>(name: Name): Answer<Name> => {
  const bridge = useBridge();
  const status = useTopic("status", {});
  const isOnline = status?.ok === true && status.value.connection === "online";
  const answer = useMemo(() => createAskedAnswer(bridge, name), [bridge, name]);
  useEffect(() => answer.open(), [answer]);
  useEffect(() => answer.onConnection(isOnline), [answer, isOnline]);
  return { outcome: useStore(answer.store), askAgain: answer.askAgain };
};
