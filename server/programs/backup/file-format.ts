import { z } from "zod";

/**
 * A backup is a gzip file of lines, so that `zcat` shows it: a head; for each section a line with its table and columns,
 * the rows in PostgreSQL's COPY text format, and `\.`; finally the end, with the checksum of everything before it.
 */
export const formatName = "countersign-backup";
export const formatVersion = 1;

/** Ends a section. No row can look like it: COPY text doubles every backslash in the data. */
export const sectionEnd = "\\.\n";

const name = z.string().min(1).max(63);

export const headSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  takenAt: z.iso.datetime(),
  /** The migrations that created the tables, in their order. */
  schema: z.array(z.string().min(1).max(100)).min(1),
  /** The last number of each sequence; `null` before its first. */
  sequences: z.array(z.strictObject({ name, last: z.int().nullable() })),
});
export type BackupHead = z.infer<typeof headSchema>;

/** `jobs` and `queues` are the waiting jobs; every other section is the table with its name. */
export const sectionSchema = z.strictObject({ table: name, columns: z.array(name).min(1) });
export type BackupSection = z.infer<typeof sectionSchema>;

export const endSchema = z.strictObject({
  sections: z.array(z.strictObject({ table: name, rows: z.int().min(0) })),
  /** Of every byte before this line, unpacked. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupEnd = z.infer<typeof endSchema>;
