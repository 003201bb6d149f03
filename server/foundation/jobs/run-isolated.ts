import type { Log } from "#server/foundation/log/log.ts";

/** Ids of what the work is about, and the sentence to log if it fails. */
interface Subject {
  readonly about: Readonly<Record<string, string>>;
  readonly failure: string;
}

/**
 * Does one piece of a job's work without affecting the others: a failure is logged, and retried at the job's next run.
 * @returns whether it was done.
 */
export const runIsolated = async (
  log: Log,
  { about, failure }: Subject,
  work: () => void | Promise<void>,
): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (error) {
    log.error({ err: error, ...about }, failure);
    return false;
  }
};
