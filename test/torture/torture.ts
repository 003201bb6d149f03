/** One run of a torture. Everything random in it follows from the seed. */
export interface TortureRun {
  readonly seed: number;
}

/** A long fault run: `run` throws when something was lost or torn. */
export interface Torture {
  readonly name: string;
  run(run: TortureRun): Promise<void>;
  /** Releases what the runs shared. */
  close?(): Promise<void>;
}

/** A fault that a torture finds: a sentence with what was expected and what was found. */
export class Finding extends Error {
  override readonly name = "Finding";
}

/** Runs one seed. @throws Error that says how to reproduce the failure. */
export const repeatable = async (torture: string, seed: number, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const found = error instanceof Finding ? error.message : "The run itself broke.";
    const again = `npm run torture -- ${torture} --runs 1 --seed ${seed}`;
    throw new Error(`${torture} failed. Again: ${again}\n${found}`, { cause: error });
  }
};
