import type { Replacement } from "#test/support/replaced-source.ts";
import { replacedSource } from "#test/support/replaced-source.ts";

/** A place of the real program that is broken, in all its processes of one kind, to see whether the torture notices. */
export interface Mutant {
  readonly in: "node" | "device";
  readonly replace: readonly Replacement[];
}

/** For starting a process with the mutant's text instead of the program's own. */
export const environmentOf = (mutant: Mutant | undefined, kind: Mutant["in"]): NodeJS.ProcessEnv =>
  mutant?.in === kind ? replacedSource(mutant.replace) : {};

/** The faults that the torture must notice. */
export const mutants: Readonly<Record<string, Mutant>> = {
  "a server that does not know a command again": {
    in: "node",
    replace: [
      {
        file: "server/features/commands/execute-group.ts",
        text: ` || (stored !== undefined && stored.verdict.state !== "waiting")`,
        by: "",
      },
      { file: "server/features/commands/command-store.ts", text: " where commands.is_waiting", by: "" },
    ],
  },
  "a server that keeps an answer only after what it tells": {
    in: "node",
    replace: [
      {
        file: "server/foundation/http/idempotency.ts",
        text: `if (!(await keepAnswer(tx, name, answer))) throw new HttpProblem(refusal("request-in-progress"));`,
        by: "await Promise.resolve([tx, answer]);",
      },
    ],
  },
  "an application that takes a lost push for sent": {
    in: "device",
    replace: [{ file: "main/sync/push.ts", text: `throw new FailedCall("push", answer.error);`, by: "return [];" }],
  },
  "an application that waits for a silent stream for ever": {
    in: "device",
    replace: [{ file: "main/sync/change-stream.ts", text: "client.timeouts.silence", by: "2_000_000_000" }],
  },
  "an application that does not pull anew after a broken stream": {
    in: "device",
    replace: [
      { file: "main/sync/replication.ts", text: "stream$: resync", by: "stream$: resync.pipe(filter(() => false))" },
    ],
  },
};
