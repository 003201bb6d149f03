/**
 * A place in the order of writes. The numbers are the file's own, given out inside the writing transactions, so
 * a later write has a greater one whatever the wall clock says, in this run or the next.
 */
export type SequenceCheckpoint = { sequence: number };

/** Before the first write. */
export const BEGINNING: SequenceCheckpoint = { sequence: 0 };
