import type { Store } from "#main/store/store.ts";

/**
 * Commands of the person's other devices that the server had not judged when they were pulled. Where the application ended
 * after RxDB had kept such a command and before it had noted that it came from the server, RxDB takes it for one that was
 * made here and was sent, and leaves out whatever the server says of it later. Written anew, it is sent, and the answer
 * counts. RxDB sends nothing where the note is there.
 */
export const touchHeldCommands = async ({ collections, deviceId }: Store): Promise<void> => {
  const waiting = await collections.commands.find({ selector: { verdictState: "waiting" } }).exec();
  for (const command of waiting)
    if (command.deviceId !== deviceId) await command.incrementalModify((unchanged) => unchanged);
};
