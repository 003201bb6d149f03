import type { LooseCommand } from "@countersign/shared/domain/command.ts";
import { commandSchema, verdictState } from "@countersign/shared/domain/command.ts";
import { loosened } from "@countersign/shared/domain/loose.ts";
import type { AppError } from "@countersign/shared/contract/views.ts";
import { refusal } from "@countersign/shared/domain/refusal.ts";

import { storeErrorOf } from "./store-error.ts";
import type { StoreOptions } from "./store.ts";
import { Store } from "./store.ts";

/** The recovery of a damaged store file. */
export interface DamagedFiles {
  /** Renames it out of the way of a new one, and notes that it is to be rescued. */
  setAside(name: string): void;
  /** The paths of the files that were set aside and not rescued yet, at this start or an earlier one. */
  toRescue(name: string): readonly string[];
  /** The documents of a collection that can still be read from one of them. */
  salvage(path: string, name: string, collection: string): Promise<readonly object[]>;
  /** Records that everything salvageable is kept: none of the files has to be rescued any more. */
  finishRescue(name: string): void;
}

export interface OpenedStore {
  readonly store: Store;
  /** Present when the file was damaged and a new one was begun. */
  readonly recovered?: AppError;
}

/** The decisions that were still to be sent, in the order in which they were made. */
const waitingCommands = (documents: readonly object[]): LooseCommand[] =>
  documents
    .flatMap((document) => {
      const command = "content" in document ? loosened(commandSchema).safeParse(document.content) : undefined;
      return command?.success === true && verdictState(command.data.verdict) === "waiting" ? [command.data] : [];
    })
    .sort((left, right) => left.deviceSeq - right.deviceSeq);

/**
 * Keeps them as decisions of the new file's device, counted on from its last one: a command that could not be rescued
 * must not leave a hole that the others would wait behind. Their ids stay, so none can be executed twice; those that a
 * rescue kept before it was interrupted are left as they are.
 */
const keepAnew = async (store: Store, commands: readonly LooseCommand[]): Promise<void> => {
  const kept = await store.collections.commands.findByIds(commands.map(({ id }) => id)).exec();
  const last = await store.lastDeviceSeq();
  const renumbered = commands
    .filter(({ id }) => !kept.has(id))
    .map((command, index) => ({ ...command, deviceId: store.deviceId, deviceSeq: last + 1 + index }))
    .map((command) => store.stored("commands", command));
  const { error } = await store.collections.commands.bulkInsert(renumbered);
  if (error.length > 0) throw new Error("a rescued decision could not be kept");
};

/** Opens the file and takes over what waits in those that were set aside. They are to be rescued until that is on disk. */
const openAndRescue = async (options: StoreOptions, damagedFiles: DamagedFiles): Promise<OpenedStore> => {
  const { name } = options;
  const files = damagedFiles.toRescue(name);
  const rescued = new Map<string, LooseCommand>();
  // Comes first, because a new file gets a new key if the key of these files is not available now.
  for (const file of files)
    for (const command of waitingCommands(await damagedFiles.salvage(file, name, "commands")))
      rescued.set(command.id, command);
  const store = await Store.open(options);
  try {
    if (rescued.size > 0) await keepAnew(store, [...rescued.values()]);
    damagedFiles.finishRescue(name);
  } catch (error) {
    await store.close();
    throw error;
  }
  if (files.length === 0) return { store };
  return { store, recovered: refusal("local-store-recovered", { rescued: rescued.size, file: files.join(", ") }) };
};

/**
 * Opens a person's store. A damaged file is set aside, the decisions that wait in it are taken over as far as they can
 * be read, and the rest is pulled again; a start that was interrupted in this is finished by the next one. Throws a
 * storage error for everything else that keeps the store from opening.
 */
export const openStore = async (options: StoreOptions, damagedFiles: DamagedFiles): Promise<OpenedStore> => {
  try {
    return await openAndRescue(options, damagedFiles);
  } catch (error) {
    if (storeErrorOf(error)?.code !== "local-store-damaged") throw error;
  }
  damagedFiles.setAside(options.name);
  return openAndRescue(options, damagedFiles);
};
