import type { CollectionEntry } from "./collection-catalog.ts";
import { TimeSlice } from "./time-slices.ts";

const TOMBSTONES_PER_TRANSACTION = 200;
const PAGES_PER_STEP = 256;
/** Free pages worth keeping (4 MiB): the next writes take them without growing the file. */
const SPARE_PAGES = 1_024;

/**
 * Removes the tombstones of a collection that are old enough, and gives their pages back to the disk.
 * Works in short transactions with pauses between, so that other work goes on. Returns false when `mayGoOn` said
 * stop before the end.
 */
export async function purgeTombstones(
  collection: CollectionEntry,
  deletedBefore: number,
  mayGoOn: () => boolean,
): Promise<boolean> {
  const { file } = collection.documents;
  const slice = new TimeSlice();
  let removed = TOMBSTONES_PER_TRANSACTION;
  while (removed === TOMBSTONES_PER_TRANSACTION) {
    if (!mayGoOn()) return false;
    removed = purgeSome(collection, deletedBefore);
    await slice.pause();
  }
  while (mayGoOn() && freePages(collection) > SPARE_PAGES) {
    file.transaction(() => file.database.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`));
    await slice.pause();
  }
  return mayGoOn();
}

function purgeSome({ documents, attachments }: CollectionEntry, deletedBefore: number): number {
  return documents.file.transaction(() => {
    const purged = documents.purgeTombstones(deletedBefore, TOMBSTONES_PER_TRANSACTION);
    if (attachments) purged.forEach((id) => attachments.removeAllOf(id));
    return purged.length;
  });
}

function freePages({ documents }: CollectionEntry): number {
  return Number(documents.file.statements.get("PRAGMA freelist_count")?.["freelist_count"]);
}
