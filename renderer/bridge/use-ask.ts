import { useCallback, useEffect, useRef } from "react";

import type { AskAnswer, AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { useBridge } from "./bridge-context.tsx";

type Ask = <Name extends AskName>(name: Name, input: AskInput<Name>) => Promise<Result<AskAnswer<Name>, AppError>>;

/** Asks the server; requests still in flight when the component goes away are cancelled. */
export const useAsk = (): Ask => {
  const bridge = useBridge();
  const shown = useRef(new AbortController());
  useEffect(() => {
    shown.current = new AbortController();
    return () => shown.current.abort();
  }, []);
  return useCallback((name, input) => bridge.ask(name, input, shown.current.signal), [bridge]);
};
