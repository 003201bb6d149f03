/**
 * Stops a program that npm started when npm ends. A terminal's Ctrl+C reaches both, but a signal to npm alone ends npm and
 * the shell between them without reaching the program.
 */
export const stopWithNpm = (stop: () => void): void => {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1_000).unref();
};
