import { useRef, useState } from "react";

import type { CallInput, CallName } from "@countersign/shared/contract/bridge.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";

import { useBridge } from "./bridge-context.tsx";

interface Action<Name extends CallName> {
  readonly isRunning: boolean;
  /** Why the last run failed, until the next one. */
  readonly problem: AppError | undefined;
  /** Whether it succeeded. A run during another run does nothing: one key press, one decision. */
  readonly run: (input: CallInput<Name>) => Promise<boolean>;
  readonly dismiss: () => void;
}

/** A call that a person starts, with its state for the screen. */
export const useAction = <Name extends CallName>(name: Name): Action<Name> => {
  const bridge = useBridge();
  const underWay = useRef(false);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<AppError>();

  const run = async (input: CallInput<Name>): Promise<boolean> => {
    if (underWay.current) return false;
    underWay.current = true;
    setRunning(true);
    setProblem(undefined);
    const result = await bridge.call(name, input);
    underWay.current = false;
    setRunning(false);
    if (!result.ok) setProblem(result.error);
    return result.ok;
  };
  return { isRunning, problem, run, dismiss: () => setProblem(undefined) };
};
