import { useCallback } from "react";

import type { AskAnswer, AskInput, AskName } from "@countersign/shared/contract/ask.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import type { Result } from "@countersign/shared/domain/result.ts";

import { useBridge } from "./bridge-context.tsx";

type Ask = <Name extends AskName>(name: Name, input: AskInput<Name>) => Promise<Result<AskAnswer<Name>, AppError>>;

/**
 * Asks the server to do what the person wants. It is done to its end even if the person leaves the screen at once; what is
 * asked only to be shown goes through `useAnswer` and is cancelled then.
 */
export const useAsk = (): Ask => {
  const bridge = useBridge();
  return useCallback((name, input) => bridge.ask(name, input, new AbortController().signal), [bridge]);
};
