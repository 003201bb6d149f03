export interface FaultOptions {
  readonly process: Pick<NodeJS.Process, "on">;
  readonly exit: (code: number) => void;
  readonly log: (error: unknown) => void;
}

/**
 * A bug ends the application with a log line and the code 1. By default, Electron would show its own dialog for an
 * uncaught error, and only warn about an unhandled rejection. What was kept is on disk, so nothing is lost.
 */
export const exitOnFault = ({ process, exit, log }: FaultOptions): void => {
  const end = (error: unknown): void => {
    log(error);
    exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
};
