/** One run of a torture. Everything random in it follows from the seed. */
export interface TortureRun {
  readonly seed: number;
}

/** A long fault run: `run` throws when something was lost or torn. */
export interface Torture {
  readonly name: string;
  run(run: TortureRun): Promise<void>;
  /** Frees what the runs shared. */
  close?(): Promise<void>;
}

/** What a torture finds wrong: a sentence with what was expected and what was found. */
export class Finding extends Error {
  override readonly name = "Finding";
}
