import type { Command } from "#shared/domain/command.ts";
import { commandSchema } from "#shared/domain/command.ts";
import type { AppError } from "#shared/contract/views.ts";
import { refusal } from "#shared/domain/refusal.ts";

import { storeErrorOf } from "./store-error.ts";
import type { StoreOptions } from "./store.ts";
import { Store } from "./store.ts";

/** What can be done with a store's file that turned out to be damaged. */
export interface DamagedFiles {
  /** Renames it out of the way of a new one; the path it has then. */
  setAside(name: string): string;
  /** The documents of a collection that can still be read from it. */
  salvage(path: string, name: string, collection: string): Promise<readonly object[]>;
}

export interface OpenedStore {
  readonly store: Store;
  /** Present when the file was damaged and begun anew. */
  readonly recovered?: AppError;
}

/** The decisions that were still to be sent, in the order in which they were made. */
const waitingCommands = (documents: readonly object[]): Command[] =>
  documents
    .flatMap((document) => {
      const command = commandSchema.strip().safeParse(document);
      return command.success && command.data.verdict.state === "waiting" ? [command.data] : [];
    })
    .sort((left, right) => left.deviceSeq - right.deviceSeq);

/**
 * Keeps them as decisions of the new file's device, counted anew: a command that could not be rescued must not leave
 * a hole that the others would wait behind. Their ids stay, so none can be executed twice.
 */
const keepAnew = async (store: Store, commands: readonly Command[]): Promise<void> => {
  const renumbered = commands.map((command, index) => ({
    ...command,
    deviceId: store.deviceId,
    deviceSeq: index + 1,
  }));
  const { error } = await store.collections.commands.bulkInsert(renumbered);
  if (error.length > 0) throw new Error("a rescued decision could not be kept");
};

/**
 * Opens a person's store. A damaged file is set aside, the decisions that wait in it are taken over as far as they can
 * be read, and the rest is pulled again. Throws a storage error for everything else that keeps the store from opening.
 */
export const openStore = async (options: StoreOptions, damagedFiles: DamagedFiles): Promise<OpenedStore> => {
  try {
    return { store: await Store.open(options) };
  } catch (error) {
    if (storeErrorOf(error)?.code !== "local-store-damaged") throw error;
  }
  const { name } = options;
  const aside = damagedFiles.setAside(name);
  const commands = waitingCommands(await damagedFiles.salvage(aside, name, "commands"));
  const store = await Store.open(options);
  await keepAnew(store, commands);
  return { store, recovered: refusal("local-store-recovered", { rescued: commands.length, file: aside }) };
};
